package org.cloister.launcher;

import java.util.List;
import java.util.Set;

/**
 * Starts the program. Commands that need services run in an embedded framework, the others on the class path; none of the classes of
 * the former is touched here, so that no class is loaded twice.
 *
 * <p>The process ends with the command's exit code. A signal ends it with 128 and the signal's number, as shells expect, after the
 * command was cancelled and has cleaned up behind itself; so does, with the number of SIGPIPE, a reader that went away.
 */
public final class Main {
    /** What a host ends with that cannot do what was asked, as in the commands themselves. */
    private static final int HOST = 3;

    private static final int SIGPIPE = 128 + 13;

    private static final Set<String> IN_FRAMEWORK = Set.of("launch");

    private Main() {}

    /** Runs the command that the arguments name. */
    public static void main(String[] arguments) {
        Interruption interruption = Interruption.armed();
        int code;
        try {
            code = run(List.of(arguments), interruption);
        } finally {
            interruption.over();
        }
        System.exit(code);
    }

    private static int run(List<String> arguments, Interruption interruption) {
        try {
            if (arguments.equals(List.of("console"))) {
                return Shell.run(Installation.ofProcess(), interruption.asked());
            }
            StandardOutput output = StandardOutput.ofProcess();
            int code = run(Call.ofProcess(arguments, output, interruption.asked()));
            return output.readerGone() ? SIGPIPE : code;
        } catch (StartException e) {
            e.lines().forEach(line -> System.err.println("cloister: " + line));
            return HOST;
        }
    }

    private static int run(Call call) throws StartException {
        boolean framework = call.arguments().stream()
                .findFirst()
                .filter(IN_FRAMEWORK::contains)
                .isPresent();
        return framework ? FrameworkCommands.run(Installation.ofProcess(), call) : ClassPathCommands.run(call);
    }
}

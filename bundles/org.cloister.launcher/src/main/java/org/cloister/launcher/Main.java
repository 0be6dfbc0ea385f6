package org.cloister.launcher;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

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

    private static final String SHELL = "console";
    private static final Set<String> IN_FRAMEWORK = Set.of("launch");

    private Main() {}

    /** Runs the command that the arguments name. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        StandardOutput output = StandardOutput.ofProcess();
        try {
            int code = run(arguments, output);
            return output.readerGone() ? SIGPIPE : code;
        } catch (StartException e) {
            e.lines().forEach(line -> System.err.println("cloister: " + line));
            return HOST;
        }
    }

    private static int run(List<String> arguments, StandardOutput output) throws StartException {
        String command = arguments.isEmpty() ? "" : arguments.get(0);
        if (command.equals(SHELL) && arguments.size() == 1) {
            return Interruption.guard(asked -> Shell.run(Installation.ofProcess(), asked));
        }
        if (IN_FRAMEWORK.contains(command) || MeasuredType.isBackends(arguments)) {
            return Interruption.guard(
                    asked -> FrameworkCommands.run(Installation.ofProcess(), Call.ofProcess(arguments, output, asked)));
        }
        // Nothing to clean up: a signal may end it on the spot
        return ClassPathCommands.run(Call.ofProcess(arguments, output, new CompletableFuture<>()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Starts the program. Commands that need services run in an embedded framework, the others on the class path; none of
 * the classes of the former is touched here, so that no class is loaded twice.
 *
 * <p>The process ends with the command's exit code. A signal ends it with 128 and the signal's number, as shells
 * expect, after the command was cancelled and has cleaned up behind itself; so does, with the number of SIGPIPE, a
 * reader that went away. For {@code serve} a signal is the usual end, and its exit code 0.
 */
public final class Main {
    /** What a host ends with that cannot do what was asked, as in the commands themselves. */
    static final int HOST = 3;
    /** What a command line ends with that cannot be carried out. */
    static final int USAGE = 2;

    /** What a defect of this program ends with. */
    static final int DEFECT = 4;

    private static final int SIGPIPE = 128 + 13;

    private Main() {}

    /** Runs the command that the arguments name. */
    public static void main(String[] arguments) {
        Surroundings.pin();
        NativeLibrary.pin();
        System.exit(run(GivenWords.ofProcess(arguments)));
    }

    private static int run(GivenWords words) {
        StandardOutput output = StandardOutput.ofProcess();
        try {
            int code = run(words.exact(), output);
            return output.readerGone() ? SIGPIPE : code;
        } catch (StartException e) {
            e.lines().forEach(line -> System.err.println("cloister: " + line));
            return e.code();
        } catch (RuntimeException | Error e) {
            // Java would end with 1, which is what a command ends with that failed
            e.printStackTrace();
            return DEFECT;
        }
    }

    /** Runs one command, without ending the process. */
    static int run(List<String> arguments, StandardOutput output) throws StartException {
        Invocation invocation = Invocation.of(arguments);
        return switch (invocation.place()) {
            case KEEPER -> keep(invocation);
            case RUNNING -> remote(invocation, output);
            case RUNNING_OR_FRAMEWORK ->
                RemoteCommands.runs(folder(invocation)) ? remote(invocation, output) : framework(arguments, output);
            case FRAMEWORK -> framework(arguments, output);
            case CLASS_PATH -> classPath(arguments, output);
        };
    }

    /** Nothing to clean up: a signal may end it on the spot. */
    private static int classPath(List<String> arguments, StandardOutput output) throws StartException {
        int code = ClassPathCommands.run(Call.ofProcess(arguments, output, new CompletableFuture<>()));
        return code == ClassPathCommands.NEEDS_FRAMEWORK ? framework(arguments, output) : code;
    }

    private static int remote(Invocation invocation, StandardOutput output) throws StartException {
        return Interruption.guard(
                asked -> RemoteCommands.run(folder(invocation), Call.ofProcess(invocation.arguments(), output, asked)));
    }

    private static int framework(List<String> arguments, StandardOutput output) throws StartException {
        return Interruption.guard(
                asked -> FrameworkCommands.run(Installation.ofProcess(), Call.ofProcess(arguments, output, asked)));
    }

    private static int keep(Invocation invocation) throws StartException {
        if (invocation.shell()) {
            return Interruption.guard(asked -> keep(invocation, asked));
        }
        System.setOut(System.err);
        return Interruption.service(asked -> keep(invocation, asked));
    }

    private static int keep(Invocation invocation, CompletionStage<?> asked) throws StartException {
        return RunningPlatform.run(Installation.ofProcess(), folder(invocation), invocation, asked);
    }

    private static RunFolder folder(Invocation invocation) throws StartException {
        return RunFolder.of(invocation.folder(), System.getenv());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.cloister.cli.command.CloisterCommand;
import org.cloister.cli.command.Spellings;
import org.cloister.cli.command.Version;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Json;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.session.NeedsFrameworkException;
import org.cloister.cli.session.Streams;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The program {@code cloister}: every command, without the process around it. Runs may go on at the same time. */
public final class Cloister {
    private static final int WIDTH = 100;

    private Cloister() {}

    /**
     * Runs one command.
     *
     * @param session what surrounds it
     * @param arguments the command's name, its options and operands
     * @return the exit code, see {@link ExitCode}; no exception leaves this method
     */
    public static int run(CommandContext session, String... arguments) {
        return run(session, code -> {}, arguments);
    }

    /**
     * Runs one command.
     *
     * @param codes gets the code of the problem that ended it, if one did
     */
    static int run(CommandContext session, Consumer<String> codes, String... arguments) {
        ErrorPrinter complaints = new ErrorPrinter(session.streams().err(), codes, documents(session, arguments));
        try {
            if (Version.asked(arguments)) {
                session.streams().out().println(Version.text());
                return written(session.streams(), complaints, ExitCode.DONE.number());
            }
            Optional<Callable<Integer>> plain = CloisterCommand.plain(session, arguments);
            int code = plain.isPresent()
                    ? plain.get().call()
                    : commandLine(session, complaints, arguments).execute(arguments);
            return written(session.streams(), complaints, code);
        } catch (NeedsFrameworkException e) {
            return CommandEntry.NEEDS_FRAMEWORK;
        } catch (Throwable failure) {
            // Errors such as a full heap: the command line library lets them pass
            return written(
                    session.streams(), complaints, complaints.about(failure).number());
        }
    }

    private static Consumer<JsonObject> documents(CommandContext session, String... arguments) {
        return JsonErrors.wanted(arguments)
                ? document -> session.streams().out().println(Json.text(document))
                : document -> {};
    }

    private static CommandLine commandLine(CommandContext session, ErrorPrinter complaints, String... words) {
        CommandLine line = CloisterCommand.line(session, words);
        line.setOut(writer(session.streams().out()));
        line.setErr(writer(session.streams().err()));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setUsageHelpWidth(WIDTH);
        // An argument that begins with @ is what it looks like, not a file of arguments
        line.setExpandAtFiles(false);
        line.setExecutionStrategy(Spellings::run);
        line.setParameterExceptionHandler(
                (problem, arguments) -> complaints.about(problem).number());
        line.setExecutionExceptionHandler((failure, command, parsed) -> failure instanceof NeedsFrameworkException
                ? CommandEntry.NEEDS_FRAMEWORK
                : complaints.about(failure).number());
        return line;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** A negative verdict is a result too: whatever the exit code, what was printed has to get through. */
    private static int written(Streams streams, ErrorPrinter complaints, int code) {
        boolean lost = streams.out().checkError();
        return lost && code == ExitCode.DONE.number() ? complaints.unwritten().number() : code;
    }
}

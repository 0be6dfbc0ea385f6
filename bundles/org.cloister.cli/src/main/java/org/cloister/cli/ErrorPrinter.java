// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.launch.SelectionException;
import org.cloister.api.settings.SettingsException;
import org.cloister.cli.report.CandidateTable;
import org.cloister.cli.report.ErrorJson;
import org.cloister.cli.report.ExitCode;
import org.cloister.cli.report.Printable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says on the error stream why a command ended, in one line wherever that is enough, and as a document for callers that
 * want one.
 */
final class ErrorPrinter {
    private static final String USAGE = "usage";

    private final PrintStream err;
    private final Consumer<String> codes;
    private final Consumer<JsonObject> documents;

    /**
     * Complaints of one command.
     *
     * @param codes gets the code of what ended it
     * @param documents gets what ended it
     */
    ErrorPrinter(PrintStream err, Consumer<String> codes, Consumer<JsonObject> documents) {
        this.err = err;
        this.codes = codes;
        this.documents = documents;
    }

    /** An argument that no command takes, or a value that an option does not. */
    ExitCode about(ParameterException problem) {
        codes.accept(USAGE);
        documents.accept(ErrorJson.of(USAGE, wording(problem)));
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        line(wording(problem) + "; see '" + command + " --help'");
        return ExitCode.USAGE;
    }

    /** Whatever ended a command. */
    ExitCode about(Throwable failure) {
        if (failure instanceof CloisterException known) {
            codes.accept(known.problem().code());
            documents.accept(ErrorJson.of(known.problem()));
        } else {
            documents.accept(ErrorJson.of("defect", String.valueOf(failure.getMessage())));
        }
        if (failure instanceof SelectionException none) {
            return about(none);
        }
        if (failure instanceof SettingsException wrong) {
            wrong.refused().forEach(one -> line(one.placed().message()));
            return ExitCode.of(wrong.problem().kind());
        }
        if (failure instanceof CloisterException known && known.problem().kind() != Problem.Kind.DEFECT) {
            line(wording(known.problem()));
            return ExitCode.of(known.problem().kind());
        }
        if (failure instanceof OutOfMemoryError lack) {
            // The one that is not about the heap: a larger one would leave even less room for threads
            line(
                    String.valueOf(lack.getMessage()).contains("native thread")
                            ? "Java can start no more threads; allow more of them (ulimit -u, TasksMax=)"
                            : "Java has no memory left; allow it more, as with CLOISTER_OPTS=-Xmx4g");
            return ExitCode.HOST;
        }
        line("defect: " + failure.getMessage());
        err.println("Please report this with the lines that follow.");
        failure.printStackTrace(err);
        return ExitCode.DEFECT;
    }

    /** What was found is printed for every candidate, and so left out of the line above them. */
    private ExitCode about(SelectionException none) {
        Problem told = none.problem();
        line(told.withoutFound().message());
        CandidateTable.of(none.selection().candidates()).lines().stream()
                .map(Printable::of)
                .forEach(err::println);
        return ExitCode.of(told.kind());
    }

    /** The result did not get through, because nobody reads it any more or the disk is full. */
    ExitCode unwritten() {
        line("standard output: the result could not be written");
        return ExitCode.FAILED;
    }

    private static String wording(ParameterException problem) {
        if (problem instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched);
        }
        ArgSpec argument = problem.getArgSpec();
        if (argument != null && argument.type().isEnum() && problem.getValue() != null) {
            return unknown(argument, problem.getValue());
        }
        String text = problem.getMessage();
        String begin = text.substring(0, 1).toLowerCase(Locale.ROOT);
        return begin + text.substring(1, text.endsWith(".") ? text.length() - 1 : text.length());
    }

    // Words as the help spells them, not as the constants of a program.
    private static String unknown(ArgSpec argument, String value) {
        String words = Arrays.stream(argument.type().getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s: there is no such choice (found %s, expected one of %s)",
                argument instanceof OptionSpec option ? "option '" + option.longestName() + "'" : argument.paramLabel(),
                value,
                words);
    }

    /** The contracts speak of callers; here the person gets the hint. */
    private static String wording(Problem problem) {
        return switch (problem.kind()) {
            case CANCELLED -> "cancelled; nothing of it is left";
            case DEADLINE -> "not done within the time that --timeout gives; nothing of it is left";
            default -> problem.message();
        };
    }

    private static String unknown(UnmatchedArgumentException unmatched) {
        String head = what(unmatched) + " '" + unmatched.getUnmatched().get(0) + "'";
        List<String> near = unmatched.getSuggestions();
        return near.isEmpty() ? head : head + ", perhaps meant as " + String.join(" or ", near);
    }

    private static String what(UnmatchedArgumentException unmatched) {
        if (unmatched.isUnknownOption()) {
            return "unknown option";
        }
        return unmatched.getCommandLine().getParent() == null ? "unknown command" : "unexpected argument";
    }

    private void line(String text) {
        err.println("cloister: " + Printable.of(text));
    }
}

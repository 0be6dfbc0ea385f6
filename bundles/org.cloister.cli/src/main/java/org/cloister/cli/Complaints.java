package org.cloister.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.launch.SelectionException;
import org.cloister.cli.report.CandidateTable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says on the error stream why a command ended, in one line wherever that is enough. */
final class Complaints {
    private final PrintStream err;

    Complaints(PrintStream err) {
        this.err = err;
    }

    /** An argument that no command takes, or a value that an option does not. */
    ExitCode about(ParameterException problem) {
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        line(wording(problem) + "; see '" + command + " --help'");
        return ExitCode.USAGE;
    }

    /** Whatever ended a command. */
    ExitCode about(Throwable failure) {
        if (failure instanceof SelectionException none) {
            // The table tells what was found, for every candidate
            Problem told = none.problem();
            line(new Problem(told.kind(), told.code(), told.what(), told.where(), null, told.expected(), told.remedy())
                    .message());
            CandidateTable.of(none.selection().candidates()).lines().forEach(err::println);
            return ExitCode.of(none.problem().kind());
        }
        if (failure instanceof OutOfMemoryError) {
            line("Java has no memory left; allow it more with CLOISTER_OPTS=-Xmx… or give smaller files");
            return ExitCode.HOST;
        }
        if (failure instanceof CloisterException known && known.problem().kind() != Problem.Kind.DEFECT) {
            line(known.problem().message());
            return ExitCode.of(known.problem().kind());
        }
        line("defect: " + failure.getMessage());
        err.println("Please report this with the lines that follow.");
        failure.printStackTrace(err);
        return ExitCode.DEFECT;
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
        String text = problem.getMessage();
        String begin = text.substring(0, 1).toLowerCase(Locale.ROOT);
        return begin + text.substring(1, text.endsWith(".") ? text.length() - 1 : text.length());
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

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Refuses an option that is given by two of its names: each value would count beside the other, as an alternative. */
public final class Spellings {
    private Spellings() {}

    /**
     * Runs what was parsed, as picocli does.
     *
     * @throws ParameterException for an option by two names
     */
    public static int run(ParseResult parsed) {
        parsed.asCommandLineList().stream()
                .map(CommandLine::getParseResult)
                .forEach(one -> one.matchedOptions().forEach(option -> require(one, option)));
        return new CommandLine.RunLast().execute(parsed);
    }

    private static void require(ParseResult parsed, OptionSpec option) {
        List<String> used = Stream.of(option.names())
                .filter(name -> parsed.originalArgs().stream().anyMatch(word -> isNamed(word, name)))
                .toList();
        if (used.size() > 1) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(),
                    String.join(" and ", used) + " are two names of one option; give all its values by one of them");
        }
    }

    private static boolean isNamed(String word, String name) {
        return word.equals(name) || word.startsWith(name + "=");
    }
}

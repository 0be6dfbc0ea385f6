// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.cloister.api.Bytes;

/**
 * A program to be run, as bytes of no character set. Immutable.
 *
 * @param words its name, looked for in the folders of PATH unless it has a slash, and its arguments
 * @param environment a name, an equals sign and a value each
 * @param descriptors of this process that it gets besides standard input, output and error
 */
public record SupervisedProgram(List<Bytes> words, List<Bytes> environment, List<Integer> descriptors) {
    /**
     * Keeps copies.
     *
     * @throws IllegalArgumentException without a name
     */
    public SupervisedProgram {
        words = List.copyOf(words);
        environment = List.copyOf(environment);
        descriptors = List.copyOf(descriptors);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a program has a name");
        }
    }

    /** A program of words in UTF-8, with the environment of this process. */
    public static SupervisedProgram of(String... words) {
        return new SupervisedProgram(
                List.of(words).stream().map(SupervisedProgram::utf8).toList(),
                System.getenv().entrySet().stream()
                        .map(SupervisedProgram::variable)
                        .toList(),
                List.of());
    }

    private static Bytes variable(Map.Entry<String, String> one) {
        return utf8(one.getKey() + "=" + one.getValue());
    }

    private static Bytes utf8(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}

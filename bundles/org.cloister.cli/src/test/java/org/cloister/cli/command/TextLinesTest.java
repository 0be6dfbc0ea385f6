// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.cloister.api.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of a text, by their numbers. */
class TextLinesTest {
    // In the table | stands for the end of a line.
    @ParameterizedTest
    @CsvSource(
            value = {
                "''; 0; ''",
                "a; 1; 1:a",
                "a|; 1; 1:a",
                "|; 1; ''",
                "a||é; 3; 1:a 3:é",
                "' |a|\t| '; 4; 2:a",
                "|||d; 4; ''",
                "a|b|c|d|e; 5; 1:a 2:b 3:c",
            },
            delimiter = ';')
    void ownerV5_linesThatAreNotBlankUpToTheThird(String text, int last, String expected) {
        byte[] content = text.replace('|', '\n').getBytes(StandardCharsets.UTF_8);

        TextLines lines = TextLines.of(Bytes.of(content), 3);

        List<String> found = IntStream.range(0, lines.count())
                .mapToObj(at -> lines.number(at) + ":" + lines.text(at))
                .toList();
        assertThat(String.join(" ", found)).isEqualTo(expected);
        assertThat(lines.last()).isEqualTo(last);
    }
}

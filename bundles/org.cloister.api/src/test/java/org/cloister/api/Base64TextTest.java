// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.cloister.api.Base64Text.Strictness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each place that reads base64 leaves to writers, row by row. */
class Base64TextTest {
    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource({
        "'', BLANKS LINES PADDED ONLY_FORM",
        "AQI=, BLANKS LINES PADDED ONLY_FORM",
        "'AQ\nI=\r\n', BLANKS LINES PADDED ONLY_FORM",
        "' AQ \t\n\f I= ', BLANKS PADDED ONLY_FORM",
        "'A Q I =', BLANKS PADDED",
        "AQI, BLANKS LINES",
        "AQJ=, BLANKS LINES PADDED",
        "AR==, BLANKS LINES PADDED",
        "A, ''",
        "AQI==, ''",
        "A=QI, ''",
        "=AQI, ''",
        "AQ=I, ''",
        "AQ-_, ''",
        "AQ?I, ''"
    })
    void textIsReadByTheRowsThatAllowIt(String text, String rows) {
        String raw = text.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("\\f", "\f");
        assertThat(Arrays.stream(Strictness.values())
                        .filter(strictness -> reads(raw, strictness))
                        .map(Enum::name)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(rows);
    }

    private static boolean reads(String text, Strictness strictness) {
        try {
            Base64Text.decode(text, strictness);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void strangerIsNamedWithItsPlaceAmongWhatCounts() {
        assertThatThrownBy(() -> Base64Text.decode("AQ I%", Strictness.PADDED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'%' as character 4");
    }

    @Test
    void partOfATextIsReadAlone() {
        assertThat(Base64Text.decode(new byte[] {'?', 'A', 'Q', '=', '=', '?'}, 1, 5, Strictness.ONLY_FORM))
                .containsExactly(1);
    }

    @Test
    void whatIsWrittenIsReadByEveryRow() {
        Random random = new Random(11);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            for (Strictness strictness : Strictness.values()) {
                assertThat(Base64Text.decode(Base64Text.encode(Bytes.of(bytes)), strictness)
                                .toArray())
                        .isEqualTo(bytes);
                assertThat(Base64Text.decode(Base64Text.encodeLines(Bytes.of(bytes), 64), strictness)
                                .toArray())
                        .isEqualTo(bytes);
            }
        }
    }
}

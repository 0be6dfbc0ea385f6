// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    /** Ranges by their code points: direction, joining, width, line ends, tags, fillers, variations. */
    @ParameterizedTest
    @CsvSource({
        "0, 1f",
        "7f, 9f",
        "ad, ad",
        "34f, 34f",
        "61c, 61c",
        "115f, 1160",
        "180b, 180e",
        "200b, 200f",
        "2028, 202e",
        "2060, 206f",
        "3164, 3164",
        "d800, dfff",
        "fe00, fe0f",
        "feff, feff",
        "ffa0, ffa0",
        "fff9, fffb",
        "1d173, 1d17a",
        "e0001, e007f",
        "e0100, e01ef"
    })
    void whatIsNotSeenIsShownAsItsNumber(String first, String last) {
        IntStream.rangeClosed(Integer.parseInt(first, 16), Integer.parseInt(last, 16))
                .forEach(c -> assertThat(Printable.of("a" + Character.toString(c) + "b"))
                        .isEqualTo(String.format(Locale.ROOT, "a{%02x}b", c)));
    }

    /** No character of a category that terminals act on or leave out is left, whatever Unicode has added to it. */
    @Test
    void noControlOrFormatIsLeft() {
        IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                        true;
                    default -> false;
                })
                .forEach(c -> assertThat(Printable.of(Character.toString(c))).startsWith("{"));
    }

    @ParameterizedTest
    @CsvSource({"plain.txt", "größe-№7.pem", "证书", "שלום", "نشانی", "→ ✔ 😀", "a b", "{0a}"})
    void whatIsSeenStays(String text) {
        assertThat(Printable.of(text)).isEqualTo(text);
    }
}

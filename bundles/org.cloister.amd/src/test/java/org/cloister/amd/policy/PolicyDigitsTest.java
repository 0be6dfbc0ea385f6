// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDigitsTest {
    @ParameterizedTest
    @DisplayName("T1: digits alone are decimal, and a note says so where they mean something else in hexadecimal")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "SEV | 0     | 0x0     | -",
                "SEV | 3     | 0x3     | -",
                "SEV | 0x27  | 0x27    | -",
                "SEV | 0X27  | 0x27    | -",
                "SEV | 0x10  | 0x10    | -",
                "SEV | noks=on | 0x3   | -",
                "SEV | 10 | 0xa | The policy 10 is decimal: 0xa, debugging allowed; in hexadecimal it would be 0x10,"
                        + " debugging allowed.",
                "SEV | 39 | 0x27 | The policy 39 is decimal: 0x27, debugging forbidden; in hexadecimal it would be 0x39,"
                        + " debugging forbidden.",
                "SEV | 63 | 0x3f | The policy 63 is decimal: 0x3f, debugging forbidden.",
                "SNP | 196608 | 0x30000 | The policy 196608 is decimal: 0x30000, debugging forbidden.",
                "SNP | 0x30000 | 0x30000 | -"
            })
    void t1Note(PolicyLayout layout, String text, String value, String note) {
        assertThat(layout.parse(text)).hasToString(value);
        assertThat(layout.noteOnDigits(text).orElse(null)).isEqualTo(note);
    }
}

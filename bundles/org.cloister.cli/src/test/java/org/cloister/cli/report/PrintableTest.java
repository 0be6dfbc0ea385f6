// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void controlCharactersBecomeTheirNumbers() {
        assertThat(Printable.of("a\n\t\u001b[0m\u0000\u007f\u0085b")).isEqualTo("a{0a}{09}{1b}[0m{00}{7f}{85}b");
    }

    @Test
    void otherCharactersStay() {
        assertThat(Printable.of("fw ü 🗝 {x}")).isEqualTo("fw ü 🗝 {x}");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = new Table(" ").row("a", "bbb", "c").row("aaa", "b").row("", "", "last");

        assertThat(table.lines()).containsExactly(" a    bbb  c", " aaa  b", "           last");
    }
}

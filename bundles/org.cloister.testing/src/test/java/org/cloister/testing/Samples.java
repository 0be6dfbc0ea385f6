// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that lack a file, for {@link NeedsTest} to run. */
final class Samples {
    private static final String ABSENT = "no/such.file";

    private Samples() {}

    /** Where JUnit is notified of it. */
    static class Right {
        @Test
        void before() {
            byte[] content = DataFolder.bytes(ABSENT);
            assertThat(content).isEmpty();
        }

        @TestFactory
        Stream<DynamicTest> rows() {
            return DataFolder.rows(ABSENT, line -> true)
                    .map(row -> DynamicTest.dynamicTest(
                            row.toString(), () -> assertThat(row.cells()).isEmpty()));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("table")
        void row(Row row) {
            assertThat(row.cells()).isEmpty();
        }

        static Stream<Row> table() {
            return DataFolder.rows(ABSENT, line -> true);
        }
    }

    /** Where "skipped" would be taken for something else. */
    static class Wrong {
        @Test
        void caught() {
            assertThat(catchThrowable(() -> DataFolder.bytes(ABSENT))).isInstanceOf(ArithmeticException.class);
        }

        @Test
        void thrownBy() {
            assertThatThrownBy(() -> DataFolder.bytes(ABSENT)).isInstanceOf(ArithmeticException.class);
        }

        @Test
        void ofJUnit() {
            assertThrows(ArithmeticException.class, () -> DataFolder.bytes(ABSENT));
        }

        @TestFactory
        Stream<DynamicTest> factory() {
            return DataFolder.lines(ABSENT).stream().map(line -> DynamicTest.dynamicTest(line, () -> {}));
        }

        @ParameterizedTest
        @MethodSource("lines")
        void source(String line) {
            assertThat(line).isEmpty();
        }

        static Stream<String> lines() {
            return DataFolder.lines(ABSENT).stream();
        }
    }
}

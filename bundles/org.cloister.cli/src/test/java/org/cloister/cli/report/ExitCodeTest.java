// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.api.Problem;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which a command can fail has its number, and only a defect shows where it happened. */
class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({"INPUT,2", "HOST,3", "OPERATION,1", "CANCELLED,1", "DEADLINE,1", "DEFECT,4"})
    void everyKindOfProblemHasANumber(Problem.Kind kind, int number) {
        Problem problem = new Problem(kind, "some.code", "it went wrong", "somewhere", null, null, null);

        Terminal terminal = failing(problem.exception());

        assertThat(terminal.run("launch")).isEqualTo(number);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err().contains("\tat ")).isEqualTo(kind == Problem.Kind.DEFECT);
    }

    @Test
    void aMessageNamesThePlace() {
        Terminal terminal = failing(Problem.operation("x", "it went wrong")
                .at("vCPU 3")
                .remedy("try again")
                .exception());

        terminal.run("launch");

        assertThat(terminal.err()).isEqualTo("cloister: vCPU 3: it went wrong; try again" + System.lineSeparator());
    }

    @Test
    void anExceptionThatNobodyExpectedIsADefect() {
        Terminal terminal = failing(new IllegalStateException("never"));

        assertThat(terminal.run("launch")).isEqualTo(4);
        assertThat(terminal.err()).startsWith("cloister: defect: never").contains("\tat ");
    }

    @Test
    void aMissingServiceIsNamed() {
        Terminal terminal = new Terminal();

        assertThat(terminal.run("launch")).isEqualTo(3);
        assertThat(terminal.err())
                .contains("org.cloister.api.launch.GuestLauncher", "org.cloister.core")
                .hasLineCount(1);
    }

    private static Terminal failing(RuntimeException failure) {
        return new Terminal().launcher(new FakeLauncher(failure));
    }
}

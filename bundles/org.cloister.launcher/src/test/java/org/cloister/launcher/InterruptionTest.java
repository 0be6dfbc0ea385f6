// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {
    @Test
    void asksTheCommandAndWaitsUntilItIsOver() {
        Interruption interruption = Interruption.ofCommand();
        interruption.asked().thenRun(() -> interruption.over(1));

        interruption.set();

        assertThat(interruption.asked().toCompletableFuture()).isCompleted();
    }

    @Test
    void isHarmlessWhenTheCommandIsOver() {
        Interruption interruption = Interruption.ofCommand();
        interruption.over(0);

        interruption.set();

        assertThat(interruption.asked().toCompletableFuture()).isCompleted();
    }

    @Test
    void aGuardedCommandGivesItsExitCodeAndIsNotAskedToEnd() throws Exception {
        AtomicReference<CompletionStage<?>> seen = new AtomicReference<>();

        int code = Interruption.guard(asked -> {
            seen.set(asked);
            return 42;
        });

        assertThat(code).isEqualTo(42);
        assertThat(seen.get().toCompletableFuture()).isNotDone();
    }

    @Test
    void aServiceEndsTheProcessWithItsOwnCode() {
        AtomicInteger code = new AtomicInteger(-1);
        Interruption interruption = Interruption.ofService(code::set);
        interruption.asked().thenRun(() -> interruption.over(7));

        interruption.set();

        assertThat(code).hasValue(7);
    }

    /** Halted with 3 or 1 it would look like a host that lacks something, or a command that failed. */
    @Test
    void aServiceThatEndsInADefectEndsTheProcessWithFour() throws Exception {
        AtomicInteger code = new AtomicInteger(-1);
        Interruption interruption = Interruption.ofService(code::set);

        int returned = interruption.run(asked -> {
            throw new IllegalStateException("a defect, as a test has it");
        });
        interruption.set();

        assertThat(returned).isEqualTo(Main.DEFECT);

        assertThat(code).hasValue(Main.DEFECT);
    }

    @Test
    void aServiceThatCannotStartEndsTheProcessWithItsReasonsCode() {
        AtomicInteger code = new AtomicInteger(-1);
        Interruption interruption = Interruption.ofService(code::set);

        assertThatThrownBy(() -> interruption.run(asked -> {
                    throw StartException.usage("no such option");
                }))
                .isInstanceOf(StartException.class);
        interruption.set();

        assertThat(code).hasValue(Main.USAGE);
    }
}

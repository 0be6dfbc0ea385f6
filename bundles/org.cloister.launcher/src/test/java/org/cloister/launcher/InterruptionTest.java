package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {
    @Test
    void asksTheCommandAndWaitsUntilItIsOver() {
        Interruption interruption = new Interruption();
        interruption.asked().thenRun(interruption::over);

        interruption.set();

        assertThat(interruption.asked().toCompletableFuture()).isCompleted();
    }

    @Test
    void isHarmlessWhenTheCommandIsOver() {
        Interruption interruption = new Interruption();
        interruption.over();

        interruption.set();

        assertThat(interruption.asked().toCompletableFuture()).isCompleted();
    }

    @Test
    void doesNotAskBeforeItIsSet() {
        assertThat(new Interruption().asked().toCompletableFuture()).isNotDone();
    }
}

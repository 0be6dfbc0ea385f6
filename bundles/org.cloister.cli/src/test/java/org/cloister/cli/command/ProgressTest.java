// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicLong nanos = new AtomicLong();
    private final Progress progress = new Progress(new PrintStream(written, true, StandardCharsets.UTF_8), nanos::get);

    @Test
    void aShortLaunchShowsNothing() {
        progress.begins("choose");
        progress.progress("update", 1, 2);
        progress.close();

        assertThat(written.size()).isZero();
    }

    @Test
    void aLongOneShowsItsStepInALineThatIsTakenAway() {
        progress.begins("choose");
        nanos.set(1_000_000_001L);
        progress.progress("update", 1, 2);
        progress.close();

        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("\r\u001b[Kupdate 1/2\r\u001b[K");
    }
}

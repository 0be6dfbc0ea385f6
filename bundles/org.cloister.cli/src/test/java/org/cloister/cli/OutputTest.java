// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;

/** Results that cannot be written are a failure, and no reason to leave a guest behind. */
class OutputTest {
    private static final OutputStream FULL = new OutputStream() {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("No space left on device");
        }
    };

    @Test
    void aFullDiskFailsTheCommand() {
        Terminal terminal = new Terminal().standardOutput(FULL);

        assertThat(terminal.run("measure", "--type", "sev-snp")).isEqualTo(1);
        assertThat(terminal.err()).contains("standard output").hasLineCount(1);
    }

    @Test
    void theGuestIsClosedAllTheSame() {
        FakeLauncher launcher = new FakeLauncher();

        assertThat(new Terminal().standardOutput(FULL).launcher(launcher).run("launch", "-o", "json"))
                .isEqualTo(1);
        assertThat(launcher.guest.closed()).isTrue();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"unix:/run/q", "unix:/run/q,server=on,wait=off", "unix:/run/q,server,nowait"})
    void accepted(String text) {
        assertThat(MonitorAddress.parse(text).path()).isEqualTo(Path.of("/run/q"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "unix:", "/run/q", "tcp:localhost:4444", "unix:/run/q,wait=on", "unix:/run/q,", "unix:a\0b"})
    void refused(String text) {
        assertThatThrownBy(() -> MonitorAddress.parse(text))
                .hasMessageStartingWith("--qmp: a monitor cannot listen there (found ");
    }
}

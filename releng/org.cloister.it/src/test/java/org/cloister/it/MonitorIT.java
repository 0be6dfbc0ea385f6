// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The monitor of a guest of the program as it is shipped, over a real socket. */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(180)
class MonitorIT {
    private static final String RUNNING = "{\"return\": {\"status\": \"running\", \"running\": true}}";
    private static final String DONE = "{\"return\": {}}";
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path work;

    private Process launch;

    @BeforeEach
    void launch() throws IOException {
        launch = new Program(work)
                .process(
                        List.of(),
                        "launch",
                        "--platform",
                        "emulated",
                        "--type",
                        "sev-snp",
                        "--qmp",
                        "unix:" + work.resolve("q"))
                .redirectError(work.resolve("err").toFile())
                .start();
    }

    @AfterEach
    void kill() throws InterruptedException {
        launch.destroyForcibly().waitFor();
    }

    @Test
    void aResetIsAnsweredAndToldAndTheGuestRunsOn() throws Exception {
        try (BufferedReader out = launch.inputReader()) {
            assertThat(out.readLine())
                    .as("err: " + work.resolve("err"))
                    .startsWith("guest        g1, sev-snp, running");
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(work.resolve("q")))) {
                BufferedReader told = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
                assertThat(told.readLine()).startsWith("{\"QMP\": ");
                assertThat(call(client, told, "qmp_capabilities")).isEqualTo(DONE);
                assertThat(call(client, told, "query-status")).isEqualTo(RUNNING);

                // As QEMU does: the event comes before the answer
                assertThat(call(client, told, "system_reset"))
                        .contains("\"event\": \"RESET\"", "\"reason\": \"host-qmp-system-reset\"");
                assertThat(told.readLine()).isEqualTo(DONE);
                assertThat(call(client, told, "query-status")).isEqualTo(RUNNING);
                assertThat(call(client, told, "quit")).contains("\"event\": \"SHUTDOWN\"");
                assertThat(told.readLine()).isEqualTo(DONE);
            }
            assertThat(launch.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(launch.exitValue()).isZero();
        assertThat(work.resolve("q")).doesNotExist();
    }

    private static String call(SocketChannel client, BufferedReader told, String command) throws IOException {
        String request = "{\"execute\": \"" + command + "\"}";
        client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
        return told.readLine();
    }
}

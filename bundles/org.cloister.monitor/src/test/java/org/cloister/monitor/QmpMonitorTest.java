// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.launch.Guest;
import org.cloister.core.LaunchBed;
import org.cloister.monitor.testing.QmpClient;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A launched guest over its socket, from the greeting to the end. */
@Timeout(60)
class QmpMonitorTest {
    private final LaunchBed bed = new LaunchBed(new SnpGuestSupport());
    private Guest guest;
    private MonitoredRun run;
    private QmpMonitor monitor;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        if (monitor != null) {
            monitor.close();
            guest.close();
        }
        assertThat(folder.resolve("q")).doesNotExist();
    }

    @Test
    void theGreetingSaysWhoseCommandsTheseAre() throws IOException {
        serve(true, Map.of());
        try (QmpClient client = new QmpClient(socket())) {
            assertThat(client.line())
                    .isEqualTo("{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": 1, \"major\": 11}, "
                            + "\"package\": \"cloister\"}, \"capabilities\": []}}");
        }
    }

    @Test
    void aPausedGuestIsContinuedStoppedAndQuit() throws Exception {
        serve(true, Map.of());
        try (QmpClient client = QmpClient.ready(socket())) {
            assertThat(client.call("query-status")).hasToString("{\"status\":\"prelaunch\",\"running\":false}");
            assertThat(client.call("query-name")).hasToString("{\"name\":\"" + guest.id() + "\"}");

            client.send("{\"execute\": \"cont\"} {\"execute\": \"cont\"} {\"execute\": \"query-status\"}");
            assertThat(client.next().get("event").getAsString()).isEqualTo("RESUME");
            assertThat(client.line()).isEqualTo("{\"return\": {}}");
            assertThat(client.line()).isEqualTo("{\"return\": {}}");
            assertThat(client.line()).isEqualTo("{\"return\": {\"status\": \"running\", \"running\": true}}");

            client.send("{\"execute\": \"stop\"}{\"execute\": \"stop\"}{\"execute\": \"query-status\"}");
            assertThat(client.next().get("event").getAsString()).isEqualTo("STOP");
            client.line();
            client.line();
            assertThat(client.line()).isEqualTo("{\"return\": {\"status\": \"paused\", \"running\": false}}");

            client.send("{\"execute\": \"quit\", \"id\": 9}");
            assertThat(client.next().get("data")).hasToString("{\"guest\":false,\"reason\":\"host-qmp-quit\"}");
            assertThat(client.line()).isEqualTo("{\"return\": {}, \"id\": 9}");
            assertThat(ended().cause()).isEqualTo(GuestEnd.Cause.QUIT);
            monitor.close();
            assertThat(client.line()).isNull();
        }
    }

    @Test
    void aResetIsToldBeforeItIsAnswered() throws Exception {
        serve(true, Map.of());
        try (QmpClient client = QmpClient.ready(socket())) {
            client.send("{\"execute\": \"system_reset\"}");
            assertThat(client.next().get("event").getAsString()).isEqualTo("RESET");
            assertThat(client.line()).isEqualTo("{\"return\": {}}");
            assertThat(client.call("query-status")).hasToString("{\"status\":\"prelaunch\",\"running\":false}");

            client.send(
                    "{\"execute\": \"cont\"} {\"execute\": \"system_reset\", \"id\": 1} {\"execute\": \"query-status\"}");
            assertThat(client.next().get("event").getAsString()).isEqualTo("RESUME");
            assertThat(client.line()).isEqualTo("{\"return\": {}}");
            JsonObject told = client.next();
            assertThat(told.get("event").getAsString()).isEqualTo("RESET");
            assertThat(told.get("data")).hasToString("{\"guest\":false,\"reason\":\"host-qmp-system-reset\"}");
            assertThat(client.line()).isEqualTo("{\"return\": {}, \"id\": 1}");
            assertThat(client.line()).isEqualTo("{\"return\": {\"status\": \"running\", \"running\": true}}");

            client.send("{\"execute\": \"stop\"}{\"execute\": \"system_reset\"}");
            assertThat(client.next().get("event").getAsString()).isEqualTo("STOP");
            client.line();
            client.line();
            client.next();
            assertThat(client.call("query-status")).hasToString("{\"status\":\"prelaunch\",\"running\":false}");
            client.send("{\"execute\": \"cont\"}");
            assertThat(client.next().get("event").getAsString()).isEqualTo("RESUME");
        }
    }

    @Test
    void oneClientAfterTheOther() throws IOException {
        serve(true, Map.of());
        QmpClient first = QmpClient.ready(socket());
        try (QmpClient second = new QmpClient(socket())) {
            first.call("cont");
            first.close();
            assertThat(second.line()).startsWith("{\"QMP\"");
            assertThat(second.error("query-status", "{}")).contains("Expecting capabilities negotiation");
            second.call("qmp_capabilities");
            assertThat(second.call("query-status")).hasToString("{\"status\":\"running\",\"running\":true}");
        }
    }

    @Test
    void aSignalIsTold() throws Exception {
        serve(false, Map.of());
        try (QmpClient client = QmpClient.ready(socket())) {
            run.signal();
            assertThat(client.next().get("data")).hasToString("{\"guest\":false,\"reason\":\"host-signal\"}");
            assertThat(ended().cause()).isEqualTo(GuestEnd.Cause.SIGNAL);
            assertThat(client.error("cont", "{}")).isEqualTo("GenericError: the guest has come to its end");
        }
    }

    @Test
    void theGuestsObjectHasItsPropertiesAsGiven() throws IOException {
        String hostData = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        serve(true, Map.of("host-data", hostData, "policy", "0xb0000", "vcek-disabled", "on"));
        try (QmpClient client = QmpClient.ready(socket())) {
            assertThat(property(client, "sev0", "type")).isEqualTo("\"sev-snp-guest\"");
            assertThat(property(client, "/objects/sev0", "host-data")).isEqualTo('"' + hostData + '"');
            assertThat(property(client, "sev0", "policy")).isEqualTo("720896");
            assertThat(property(client, "sev0", "vcek-disabled")).isEqualTo("true");
            assertThat(property(client, "sev0", "author-key-enabled")).isEqualTo("false");
            assertThat(property(client, "sev0", "kernel-hashes")).isEqualTo("false");
            assertThat(property(client, "sev0", "cbitpos")).isEqualTo("51");
            assertThat(property(client, "sev0", "reduced-phys-bits")).isEqualTo("1");
            assertThat(property(client, "sev0", "id-block")).isEqualTo("\"\"");
            assertThat(client.error("qom-get", "{\"path\": \"sev0\", \"property\": \"nix\"}"))
                    .isEqualTo("GenericError: Property 'sev-snp-guest.nix' not found");
            JsonArray list = client.ask("qom-list", "{\"path\": \"sev0\"}").getAsJsonArray("return");
            for (var entry : list) {
                String name = entry.getAsJsonObject().get("name").getAsString();
                assertThat(property(client, "sev0", name)).isNotNull();
            }
        }
    }

    /** As QEMU 11.1.3 lists them and resolves their paths. */
    @Test
    void objectsAreFoundByTheirPathsAndTheEndsOfThem() throws IOException {
        serve(true, Map.of());
        try (QmpClient client = QmpClient.ready(socket())) {
            assertThat(client.ask("qom-list", "{\"path\": \"/objects\"}").get("return"))
                    .hasToString("[{\"name\":\"type\",\"type\":\"string\"},"
                            + "{\"name\":\"sev0\",\"type\":\"child<sev-snp-guest>\"}]");
            assertThat(client.ask("qom-list", "{\"path\": \"/\"}").get("return"))
                    .hasToString("[{\"name\":\"type\",\"type\":\"string\"},"
                            + "{\"name\":\"machine\",\"type\":\"child<pc-q35-11.1-machine>\"},"
                            + "{\"name\":\"objects\",\"type\":\"child<container>\"}]");
            for (String path : new String[] {"sev0", "/objects/sev0", "objects/sev0", "/objects/sev0/"}) {
                assertThat(property(client, path, "type")).isEqualTo("\"sev-snp-guest\"");
            }
            assertThat(property(client, "/objects", "sev0")).isEqualTo("\"/objects/sev0\"");
            assertThat(property(client, "objects", "type")).isEqualTo("\"container\"");
            assertThat(client.error("qom-list", "{\"path\": \"lsec0\"}")).contains("Device 'lsec0' not found");
            assertThat(client.error("qom-list", "{\"path\": \"/sev0\"}")).contains("Device '/sev0' not found");
            assertThat(client.error("qom-list", "{\"path\": \"\"}")).isEqualTo("GenericError: Path '' is ambiguous");
            assertThat(client.error("qom-get", "{\"path\": \"/objects\", \"property\": \"nix\"}"))
                    .isEqualTo("GenericError: Property 'container.nix' not found");
        }
    }

    @Test
    void theHostAndItsProcessorsAreDescribed() throws IOException {
        serve(true, Map.of());
        try (QmpClient client = QmpClient.ready(socket())) {
            assertThat(client.call("query-kvm")).hasToString("{\"enabled\":true,\"present\":true}");
            assertThat(client.call("query-cpus-fast"))
                    .hasToString("[{\"thread-id\":" + ProcessHandle.current().pid()
                            + ",\"qom-type\":\"EPYC-x86_64-cpu\",\"props\":{\"core-id\":0,\"thread-id\":0,\"socket-id\":0},"
                            + "\"qom-path\":\"/machine/unattached/device[0]\",\"cpu-index\":0,\"target\":\"x86_64\"}]");
        }
    }

    /** The lines are QEMU 11.1.3's. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            info status     | VM status: paused (prelaunch)
            ' info   kvm '  | kvm support: enabled
            info name       | g1
            info bogus x    | unknown command: 'info bogus'
            bogus           | unknown command: 'bogus'
            sev             | unknown command: 'sev'
            info kvm x      | kvm: extraneous characters at the end of line~Try "help info kvm" for more information
            """)
    void peopleAreAnsweredAsQemuDoes(String line, String answer) throws IOException {
        serve(true, Map.of());
        try (QmpClient client = QmpClient.ready(socket())) {
            assertThat(human(client, line)).isEqualTo(answer.replace("~", "\r\n") + "\r\n");
            assertThat(human(client, "")).isEmpty();
            assertThat(human(client, "info sev"))
                    .matches("SEV type: sev-snp\r\nstate: launch-update\r\nbuild: [0-9]+\r\n"
                            + "api version: [0-9]+\\.[0-9]+\r\ndebug: off\r\nSMT allowed: on\r\n");
            assertThat(client.error("human-monitor-command", "{\"command-line\": \"\", \"cpu-index\": 1}"))
                    .isEqualTo("GenericError: Parameter 'cpu-index' expects a CPU number");
        }
    }

    private static String human(QmpClient client, String line) {
        return client.ask("human-monitor-command", "{\"command-line\": \"" + line + "\"}")
                .get("return")
                .getAsString();
    }

    @Test
    void whatThisTypeCannotDoLeavesItAlive() throws IOException {
        serve(true, Map.of());
        try (QmpClient client = QmpClient.ready(socket())) {
            assertThat(client.call("query-sev").getAsJsonObject().get("sev-type"))
                    .hasToString("\"sev-snp\"");
            assertThat(client.error("query-sev-launch-measure", "{}")).contains("there is no launch measurement");
            assertThat(client.error("sev-inject-launch-secret", "{\"packet-header\": \"AA==\", \"secret\": \"AA==\"}"))
                    .isEqualTo("GenericError: sev-snp: this guest type takes no secrets");
            assertThat(client.error("query-sev-attestation-report", "{\"mnonce\": \"AA==\"}"))
                    .isEqualTo("GenericError: sev-snp: the host cannot ask for reports of this guest type");
            assertThat(client.error("sev-inject-launch-secret", "{\"packet-header\": \"AA==\"}"))
                    .isEqualTo("GenericError: Parameter 'secret' is missing");
            assertThat(client.call("query-status")).hasToString("{\"status\":\"prelaunch\",\"running\":false}");
        }
    }

    @Test
    void theHostSeesSharedPagesAndCiphertext() throws IOException {
        serve(false, Map.of());
        InitialRange firmware = guest.report().plan().ranges().get(0);
        guest.memory().hostView().write(0x5000, Bytes.ofHex("c0ffee"));
        try (QmpClient client = QmpClient.ready(socket())) {
            byte[] saved = saved(client, firmware.gpa(), firmware.size());
            assertThat(saved).hasSize((int) firmware.size());
            assertThat(Bytes.of(saved)).isNotEqualTo(firmware.content().orElseThrow());
            assertThat(saved(client, 0x4fff, 0x2001))
                    .startsWith(0, 0xc0, 0xff, 0xee)
                    .hasSize(0x2001);
            assertThat(Files.getPosixFilePermissions(folder.resolve("memory"))).hasSize(2);
        }
    }

    @Test
    void theHostSeesPlaintextWhereThePolicyAllowsDebugging() throws IOException {
        serve(false, Map.of("debug", "on"));
        InitialRange firmware = guest.report().plan().ranges().get(0);
        try (QmpClient client = QmpClient.ready(socket())) {
            assertThat(Bytes.of(saved(client, firmware.gpa(), firmware.size())))
                    .isEqualTo(firmware.content().orElseThrow());
        }
    }

    @Test
    void debuggingThatIsOffIsOffForTheMonitorToo() throws IOException {
        serve(false, Map.of("debug", "off"));
        try (QmpClient client = QmpClient.ready(socket())) {
            assertThat(client.error("pmemsave", "{\"val\": 0, \"size\": 16, \"filename\": \"memory\"}"))
                    .contains("launched with debugging off", "--debug off");
            assertThat(folder.resolve("memory")).doesNotExist();
        }
    }

    @Test
    void memoryThatIsNotThereIsSavedAsZeros() throws IOException {
        serve(false, Map.of());
        try (QmpClient client = QmpClient.ready(socket())) {
            assertThat(saved(client, 0, 0)).isEmpty();
            assertThat(saved(client, 67108864, 3)).containsExactly(0, 0, 0);
            assertThat(saved(client, -1, 1)).containsExactly(0);
            guest.memory().hostView().write(67108862, Bytes.ofHex("c0ff"));
            assertThat(saved(client, 67108862, 4)).containsExactly(0xc0, 0xff, 0, 0);
            assertThat(saved(client, 67108862 - 2, 4)).containsExactly(0, 0, 0xc0, 0xff);
            Files.delete(folder.resolve("memory"));
            for (String size : new String[] {"-1", "1099511627777"}) {
                assertThat(client.error("pmemsave", "{\"val\": 0, \"size\": " + size + ", \"filename\": \"memory\"}"))
                        .contains("no guest has so much memory");
            }
            assertThat(client.error("pmemsave", "{\"val\": 0, \"size\": 1, \"filename\": \"no/folder\"}"))
                    .contains("could not be written to this file");
            assertThat(folder.resolve("memory")).doesNotExist();
        }
    }

    @Test
    void aGuestThatIsClosedElsewhereIsToldOf() throws IOException {
        serve(false, Map.of());
        try (QmpClient client = QmpClient.ready(socket())) {
            guest.close();
            assertThat(client.call("query-status")).hasToString("{\"status\":\"shutdown\",\"running\":false}");
            client.send("{\"execute\": \"cont\"}");
            assertThat(client.next().get("data")).hasToString("{\"guest\":false,\"reason\":\"host-error\"}");
            assertThat(client.line()).contains("the guest has come to its end");
        }
    }

    @Test
    void aClientThatSaysNonsenseHarmsNobody() throws IOException {
        serve(true, Map.of());
        try (QmpClient client = QmpClient.ready(socket())) {
            byte[] nonsense = new byte[100_000];
            Arrays.fill(nonsense, (byte) '[');
            client.send(nonsense).send("\n{\"execute\": \"query-status\", \"id\": 1}");
            assertThat(client.line()).contains("nesting depth limit exceeded");
            assertThat(client.line()).endsWith("\"id\": 1}");
        }
        QmpClient.ready(socket()).close();
    }

    private String property(QmpClient client, String path, String name) {
        JsonObject answer = client.ask("qom-get", "{\"path\": \"" + path + "\", \"property\": \"" + name + "\"}");
        return answer.get("return").toString();
    }

    private byte[] saved(QmpClient client, long gpa, long size) throws IOException {
        String arguments = "{\"val\": " + gpa + ", \"size\": " + size + ", \"filename\": \"memory\"}";
        assertThat(client.ask("pmemsave", arguments)).hasToString("{\"return\":{}}");
        return Files.readAllBytes(folder.resolve("memory"));
    }

    private void serve(boolean paused, Map<String, String> properties) {
        guest = bed.launch(paused, properties);
        run = new MonitoredRun(guest, Optional.of(new ByteArrayOutputStream()), Limits.NONE);
        monitor = QmpMonitor.start(
                MonitorSocket.open(socket()), run, Optional.of(bed.platform), ObjectWords.USUAL, folder);
    }

    private GuestEnd ended() throws InterruptedException, ExecutionException, TimeoutException {
        return run.ended().get(30, TimeUnit.SECONDS);
    }

    private Path socket() {
        return folder.resolve("q");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.cloister.amd.channel.Blob;
import org.cloister.amd.channel.GetId2;
import org.cloister.amd.channel.GetPlatformStatus;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.channel.PlatformCommand;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.Measurement;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchReport;
import org.cloister.api.platform.SecureProcessor;
import org.cloister.core.LaunchBed;
import org.cloister.monitor.testing.OtherGuest;
import org.cloister.monitor.testing.QmpClient;
import org.cloister.snp.SnpGuestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of SEV guests, in QEMU's words and types (QEMU, qapi/misc-i386.json). */
@Timeout(60)
class SevCommandsTest {
    private static final Bytes CODE = Bytes.ofHex("11".repeat(32));
    private static final Bytes NONCE = Bytes.ofHex("22".repeat(16));

    private static final ObjectWords WORDS = new ObjectWords("sev7", Map.of("dh-cert", "/x/y", "session", "z"), true);

    private final Map<String, Object> asked = new HashMap<>();
    private Guest real;
    private Guest guest;
    private QmpMonitor monitor;
    private QmpClient client;

    @TempDir
    Path folder;

    @BeforeEach
    void serve() throws IOException {
        real = new LaunchBed(new SnpGuestSupport()).launch(true, Map.of());
        guest = new LegacyGuest();
        MonitoredRun run = new MonitoredRun(guest, Optional.empty(), Limits.NONE);
        Path socket = folder.resolve("q");
        monitor = QmpMonitor.start(MonitorSocket.open(socket), run, Optional.of(new Processor()), WORDS, folder);
        client = QmpClient.ready(socket);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        monitor.close();
        real.close();
    }

    @Test
    void state() {
        assertThat(client.call("query-sev"))
                .hasToString("{\"enabled\":true,\"api-major\":1,\"api-minor\":55,\"build-id\":21,"
                        + "\"state\":\"launch-secret\",\"sev-type\":\"sev\",\"policy\":196608,\"handle\":4294967295}");
    }

    @Test
    void capabilities() {
        assertThat(client.call("query-sev-capabilities"))
                .hasToString("{\"pdh\":\"AQI=\",\"cert-chain\":\"AwQF\",\"cpu0-id\":\"Bg==\",\"cbitpos\":51,"
                        + "\"reduced-phys-bits\":1}");
    }

    @Test
    void theMeasurementAndItsNonceAreOne() {
        String data = client.call("query-sev-launch-measure")
                .getAsJsonObject()
                .get("data")
                .getAsString();
        assertThat(Bytes.of(Base64.getDecoder().decode(data)).hex()).isEqualTo(CODE.hex() + NONCE.hex());
    }

    @Test
    void aSecretArrivesAsGiven() {
        assertThat(client.ask(
                        "sev-inject-launch-secret",
                        "{\"packet-header\": \"AAEC\", \"secret\": \"AwQ=\\n\", \"gpa\": 4096}"))
                .hasToString("{\"return\":{}}");
        assertThat(asked.get("secret")).isEqualTo(List.of("000102", "0304", OptionalLong.of(4096)));
        client.ask("sev-inject-launch-secret", "{\"packet-header\": \"AAEC\", \"secret\": \"AwQ=\"}");
        assertThat(asked.get("secret")).isEqualTo(List.of("000102", "0304", OptionalLong.empty()));
        assertThat(client.error("sev-inject-launch-secret", "{\"packet-header\": \"?\", \"secret\": \"AwQ=\"}"))
                .isEqualTo("GenericError: Parameter 'packet-header' expects base64");
    }

    @Test
    void aReportHasTheNonce() {
        assertThat(client.ask("query-sev-attestation-report", "{\"mnonce\": \"AAEC\"}"))
                .hasToString("{\"return\":{\"data\":\"AAEC\"}}");
    }

    @Test
    void aSecretThatIsRefusedLeavesTheGuestPausedAndTheRightOneMayFollow() {
        asked.put("refuse", true);
        assertThat(client.error("sev-inject-launch-secret", "{\"packet-header\": \"AA==\", \"secret\": \"AA==\"}"))
                .isEqualTo("GenericError: the measurement is another");
        assertThat(client.call("query-status")).hasToString("{\"status\":\"prelaunch\",\"running\":false}");
        asked.remove("refuse");
        assertThat(client.ask("sev-inject-launch-secret", "{\"packet-header\": \"AA==\", \"secret\": \"AA==\"}"))
                .hasToString("{\"return\":{}}");
    }

    /** QEMU 11.1.3 keeps machine and measurement of a plain SEV guest that has not run. */
    @Test
    void aResetOfAPausedGuestWithPlainRegistersChangesNothing() {
        Bytes mark = Bytes.ofHex("c0ffee");
        real.memory().hostView().write(0x5000, mark);
        client.send("{\"execute\": \"system_reset\"}");
        assertThat(client.next().get("event").getAsString()).isEqualTo("RESET");
        assertThat(client.line()).isEqualTo("{\"return\": {}}");
        assertThat(real.memory().hostView().read(0x5000, mark.length())).isEqualTo(mark);
        assertThat(client.call("query-status")).hasToString("{\"status\":\"prelaunch\",\"running\":false}");
    }

    @Test
    void privateMemoryIsInClearWhereThePolicyAllowsThat() {
        asked.put("plaintext", true);
        long gpa = real.report().plan().ranges().get(0).gpa();
        real.proceed(Limits.NONE);
        assertThat(client.ask("pmemsave", "{\"val\": " + gpa + ", \"size\": 3, \"filename\": \"m\"}"))
                .hasToString("{\"return\":{}}");
        assertThat(folder.resolve("m")).hasBinaryContent(new byte[] {7, 7, 7});
    }

    /** The same names, types and values that QEMU 11.1.3 lists of such an object. */
    @Test
    void theObjectHasWhatItsCallerWrote() {
        Map<String, String> properties = new TreeMap<>();
        for (JsonElement entry :
                client.ask("qom-list", "{\"path\": \"/objects/sev7\"}").getAsJsonArray("return")) {
            JsonObject listed = entry.getAsJsonObject();
            String name = listed.get("name").getAsString();
            JsonObject value = client.ask("qom-get", "{\"path\": \"sev7\", \"property\": \"" + name + "\"}");
            properties.put(name, listed.get("type").getAsString() + " " + value.get("return"));
        }
        assertThat(properties)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "type", "string \"sev-guest\"",
                        "sev-device", "string \"/dev/sev\"",
                        "kernel-hashes", "bool false",
                        "legacy-vm-type", "OnOffAuto \"auto\"",
                        "dh-cert-file", "string \"/x/y\"",
                        "session-file", "string \"z\"",
                        "policy", "uint32 196608",
                        "handle", "uint32 4294967295",
                        "reduced-phys-bits", "uint32 1",
                        "cbitpos", "uint32 51"));
    }

    @Test
    void peopleAreAnsweredInLines() {
        assertThat(client.ask("human-monitor-command", "{\"command-line\": \"info sev\"}")
                        .get("return")
                        .getAsString())
                .isEqualTo("SEV type: sev\r\nstate: launch-secret\r\nbuild: 21\r\napi version: 1.55\r\n"
                        + "handle: 4294967295\r\ndebug: on\r\nkey-sharing: on\r\n");
    }

    /** What an SEV guest answers that is measured. */
    private final class LegacyGuest extends OtherGuest {
        LegacyGuest() {
            super(real);
        }

        @Override
        public GuestType type() {
            return new GuestType("sev");
        }

        @Override
        public GuestStatus status() {
            return new GuestStatus("launch-secret", false, "", OptionalLong.of(0xffff_ffffL));
        }

        @Override
        public LaunchReport report() {
            LaunchReport report = real.report();
            Measurement measured =
                    new Measurement("HMAC-SHA-256", CODE, Measurement.Source.FIRMWARE, Optional.of(NONCE));
            return new LaunchReport(
                    report.selection(),
                    report.vmm(),
                    report.trust(),
                    report.plan(),
                    Optional.of(measured),
                    report.steps());
        }

        @Override
        public void injectSecret(Bytes header, Bytes payload, OptionalLong gpa, Limits limits) {
            if (asked.containsKey("refuse")) {
                throw Problem.operation("test.refused", "the measurement is another")
                        .exception();
            }
            asked.put("secret", List.of(header.hex(), payload.hex(), gpa));
        }

        @Override
        public Bytes attestationReport(Bytes nonce, Limits limits) {
            return nonce;
        }

        @Override
        public Bytes debugRead(long gpa, int length, Limits limits) {
            if (asked.containsKey("plaintext")) {
                return Bytes.ofHex("07".repeat(length));
            }
            throw Problem.operation("debug.policy", "the policy forbids it").exception();
        }
    }

    /** A secure processor with short answers. */
    private static final class Processor implements SecureProcessor, PlatformChannel {
        @Override
        public String platform() {
            return "softsev";
        }

        @Override
        public Trust trust() {
            return Trust.EMULATED;
        }

        @Override
        public <T> Optional<T> adapt(Class<T> channel) {
            return channel.isInstance(this) ? Optional.of(channel.cast(this)) : Optional.empty();
        }

        @Override
        @SuppressWarnings("unchecked") // each command says what it answers
        public <A> A execute(PlatformCommand<A> command) {
            if (command instanceof GetPlatformStatus) {
                return (A) new PlatformStatus(1, 55, 21, 1, 0, 1);
            }
            if (command instanceof GetId2 id) {
                return (A) (id.asksLength() ? Blob.ofLength(1) : Blob.of(Bytes.ofHex("06")));
            }
            PdhCertExport export = (PdhCertExport) command;
            return (A)
                    (export.asksLength()
                            ? new PdhCertExport.Certificates(Blob.ofLength(2), Blob.ofLength(3))
                            : new PdhCertExport.Certificates(
                                    Blob.of(Bytes.ofHex("0102")), Blob.of(Bytes.ofHex("030405"))));
        }
    }
}

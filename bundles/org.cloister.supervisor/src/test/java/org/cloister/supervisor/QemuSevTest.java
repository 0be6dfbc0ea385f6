// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.channel.PdhCertExport;
import org.cloister.amd.channel.PlatformChannel;
import org.cloister.amd.firmware.Guid;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.session.OwnerSession;
import org.cloister.amd.session.TransportPacket;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.owner.ExpectedMeasurement;
import org.cloister.owner.measurement.ClaimedMeasurement;
import org.cloister.owner.measurement.MeasurementVerifier;
import org.cloister.owner.secret.SecretEntry;
import org.cloister.owner.secret.SecretPacking;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** QEMU as it is launches SEV and SEV-ES guests; their owner verifies what was measured, and hands in a secret. */
@Timeout(60)
class QemuSevTest {
    private static final Path FIRMWARE = Path.of("/usr/share/ovmf/OVMF.fd");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long SECRET_AT = 0x100000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"sev, 1, 1", "sev-es, 5, 1", "sev-es, 5, 3"})
    void theOwnerAcceptsTheLaunch(String type, int policy, int vcpus) throws Exception {
        needs();
        try (SupervisedHost host = SupervisedHost.of(Map.of("generation", "milan"))) {
            SevCertificate pdh = pdh(host);
            try (OwnerSession session =
                    OwnerSession.create(pdh.ecKey(), pdh.apiMajor(), pdh.apiMinor(), policy, RANDOM)) {
                launched(host, session, type, policy, vcpus);
            }
            assertThat(host.run("true")).isZero();
        }
    }

    /** Skips the test where what it needs is missing. */
    void needs() throws Exception {
        Needs.program("qemu-system-x86_64");
        Needs.file(FIRMWARE);
    }

    /** What begins QEMU, before its options. */
    List<String> program() {
        return List.of("qemu-system-x86_64");
    }

    /** A firmware's image where QEMU finds it. */
    Path firmware() {
        return FIRMWARE;
    }

    /** Somebody else's word on the measurement, while the guest is paused. */
    void judge(JsonObject state, ClaimedMeasurement claimed, OwnerSession session, int vcpus) throws Exception {}

    private void launched(SupervisedHost host, OwnerSession session, String type, int policy, int vcpus)
            throws Exception {
        Path dh = base64("dh", session.certificate().raw());
        Path blob = base64("session", session.blob().raw());
        int cbit = cbit(host);
        try (RunningProgram qemu = qemu(
                        host,
                        "-cpu",
                        "EPYC",
                        "-smp",
                        "" + vcpus,
                        "-machine",
                        "confidential-guest-support=sev0",
                        "-object",
                        "sev-guest,id=sev0,cbitpos=" + cbit + ",reduced-phys-bits=1,policy=" + policy + ",dh-cert-file="
                                + dh + ",session-file=" + blob);
                QmpClient monitor = QmpClient.of(folder.resolve("qmp"), qemu.process())) {
            JsonObject state = monitor.ask("query-sev").getAsJsonObject("return");
            assertThat(state.get("state").getAsString()).isEqualTo("launch-secret");
            assertThat(state.get("policy").getAsInt()).isEqualTo(policy);
            ClaimedMeasurement claimed = ClaimedMeasurement.ofText(monitor.ask("query-sev-launch-measure")
                    .getAsJsonObject("return")
                    .get("data")
                    .getAsString());
            MeasurementVerifier verifier = new MeasurementVerifier(
                    state.get("api-major").getAsInt(),
                    state.get("api-minor").getAsInt(),
                    state.get("build-id").getAsInt(),
                    new Policy(PolicyLayout.SEV, policy),
                    expected(type, policy, vcpus));
            assertThat(verifier.verify(claimed, session.keys().tik())).isTrue();
            judge(state, claimed, session, vcpus);
            secretGoesIn(monitor, new SecretPacking(verifier.apiMajor(), verifier.apiMinor(), claimed), session);
            assertThat(monitor.ask("cont").has("return")).isTrue();
            assertThat(monitor.ask("query-sev")
                            .getAsJsonObject("return")
                            .get("state")
                            .getAsString())
                    .isEqualTo("running");
            monitor.ask("quit");
            assertThat(qemu.join()).isZero();
        }
        assertThat(traced(host, "LAUNCH_MEASURE").get("digest").getAsString()).hasSize(64);
    }

    private void secretGoesIn(QmpClient monitor, SecretPacking packing, OwnerSession session) throws IOException {
        byte[] secret = "sixteen bytes, and more of them".getBytes(StandardCharsets.US_ASCII);
        TransportPacket right;
        try (SecretEntry entry = new SecretEntry(Guid.of("736869e5-84f0-4973-92ec-06879ce3da0b"), secret.clone())) {
            right = packing.pack(session.keys(), List.of(entry), RANDOM);
        }
        byte[] wrong = right.header().raw().toArray();
        wrong[wrong.length - 1] ^= 1;
        assertThat(monitor.ask("sev-inject-launch-secret", packet(Bytes.of(wrong), right.payload()))
                        .has("error"))
                .isTrue();
        assertThat(monitor.ask("query-status")
                        .getAsJsonObject("return")
                        .get("running")
                        .getAsBoolean())
                .isFalse();
        assertThat(monitor.ask("sev-inject-launch-secret", packet(right.header().raw(), right.payload()))
                        .has("return"))
                .isTrue();
        Path memory = folder.resolve("memory");
        monitor.ask(
                "pmemsave",
                "{\"val\":" + SECRET_AT + ",\"size\":" + right.payload().length() + ",\"filename\":\"" + memory
                        + "\"}");
        assertThat(new String(Files.readAllBytes(memory), StandardCharsets.ISO_8859_1))
                .contains(new String(secret, StandardCharsets.US_ASCII));
    }

    private static String packet(Bytes header, Bytes payload) {
        return "{\"packet-header\":\"" + base64(header) + "\",\"secret\":\"" + base64(payload) + "\",\"gpa\":"
                + SECRET_AT + "}";
    }

    private Bytes expected(String type, int policy, int vcpus) throws IOException {
        Image firmware = new Image("OVMF.fd", Bytes.of(Files.readAllBytes(firmware())));
        Map<String, String> properties =
                type.equals("sev") ? Map.of() : Map.of("policy", "" + policy, "profile", "legacy");
        GuestRequest request = new GuestRequest(firmware, Optional.empty(), vcpus, "EPYC", 1 << 28, properties);
        return ExpectedMeasurement.of(AmdType.ofSevPolicy(policy).type(), request, Optional.empty())
                .digest();
    }

    static SevCertificate pdh(SupervisedHost host) {
        PlatformChannel channel = host.platform().adapt(PlatformChannel.class).orElseThrow();
        PdhCertExport.Certificates lengths = channel.execute(PdhCertExport.LENGTH);
        Bytes raw =
                channel.execute(PdhCertExport.LENGTH.withRoomFor(lengths)).pdh().content();
        return SevCertificate.decode(raw, "the platform's PDH");
    }

    /** Where QEMU finds the C-bit on this host: what CPUID says is the host's here. */
    private int cbit(SupervisedHost host) throws Exception {
        try (RunningProgram qemu = qemu(host);
                QmpClient monitor = QmpClient.of(folder.resolve("qmp"), qemu.process())) {
            int cbit = monitor.ask("query-sev-capabilities")
                    .getAsJsonObject("return")
                    .get("cbitpos")
                    .getAsInt();
            monitor.ask("quit");
            qemu.join();
            return cbit;
        } finally {
            Files.deleteIfExists(folder.resolve("qmp"));
        }
    }

    private RunningProgram qemu(SupervisedHost host, String... more) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>" + folder.resolve("errors"), "sh"));
        words.addAll(program());
        words.addAll(List.of(
                "-accel",
                "kvm",
                "-machine",
                "q35",
                "-m",
                "256",
                "-S",
                "-nodefaults",
                "-display",
                "none",
                "-drive",
                "if=pflash,format=raw,unit=0,readonly=on,file=" + firmware(),
                "-qmp",
                "unix:" + folder.resolve("qmp") + ",server=on,wait=off",
                "-sandbox",
                "on"));
        words.addAll(Arrays.asList(more));
        return host.begin(words.toArray(String[]::new));
    }

    private static JsonObject traced(SupervisedHost host, String command) {
        return host.trace().stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(line -> line.get("command").getAsString().equals(command) && line.has("digest"))
                .findFirst()
                .orElseThrow();
    }

    private Path base64(String name, Bytes content) throws IOException {
        return Files.writeString(folder.resolve(name), base64(content));
    }

    private static String base64(Bytes content) {
        return Base64.getEncoder().encodeToString(content.toArray());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.measure.LaunchMeasurementMac;
import org.cloister.amd.session.PacketHeader;
import org.cloister.amd.session.PacketKind;
import org.cloister.amd.session.SessionBlob;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.session.TransportPacket;
import org.cloister.api.Bytes;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What owners of SEV guests do by command: a session, the verdict on a measurement, a packed secret. */
class OwnerFlowTest {
    /** Where the first signature of a certificate in AMD's format begins (SEV API, 55766, appendix C). */
    private static final int SIGNATURE = 0x41c;

    private static final String DISK = "736869e5-84f0-4973-92ec-06879ce3da0b";
    private static final Bytes NONCE = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");

    @TempDir
    Path folder;

    private Terminal terminal;

    private int run(String... arguments) {
        terminal = new Terminal().folder(folder);
        return terminal.run(arguments);
    }

    private static String data(String name) {
        return Firmware.data(name).toString();
    }

    private int create(String... more) {
        Stream<String> usual = Stream.of(
                "session", "create", "--pdh", data("legacy/naples/pdh.cert"), "--policy", "0x5", "--out", "out");
        return run(Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
    }

    private int createVerified(String... more) {
        Stream<String> chain = Stream.of("--chain", data("legacy/naples"), data("legacy/ca/naples"));
        return create(Stream.concat(chain, Stream.of(more)).toArray(String[]::new));
    }

    private byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private Bytes base64(String name) throws IOException {
        return Bytes.of(Base64.getDecoder().decode(read(name)));
    }

    @Test
    void sessionIsForTheHostAndKeysForTheOwner() throws IOException {
        assertThat(createVerified()).as(() -> terminal.err()).isZero();
        assertThat(SevCertificate.decode(base64("out/vm_godh.b64"), "godh").violations())
                .isEmpty();
        assertThat(SessionBlob.decode(base64("out/vm_session.b64"), "session")
                        .raw()
                        .isZero())
                .isFalse();
        for (String key : List.of("out/vm_tik.bin", "out/vm_tek.bin")) {
            assertThat(read(key)).hasSize(16);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(key))))
                    .isEqualTo("rw-------");
        }
        assertThat(terminal.out()).contains("chain verified").contains("--dh-cert-file out/vm_godh.b64");
        assertThat(terminal.out())
                .doesNotContain(Bytes.of(read("out/vm_tik.bin")).hex());
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void sessionAsJsonTellsTheFilesAndTheVerdict() {
        assertThat(createVerified("--name", "db", "-o", "json")).isZero();
        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.getAsJsonObject("files").get("tek").getAsString()).isEqualTo("out/db_tek.bin");
        assertThat(json.getAsJsonObject("policy").get("value").getAsString()).isEqualTo("0x5");
        assertThat(json.getAsJsonObject("platform").get("verdict").getAsString())
                .isEqualTo("pass");
        assertThat(json.getAsJsonObject("platform").get("at").getAsString())
                .as("whole seconds, as verify says them")
                .doesNotContain(".");
    }

    @Test
    void platformThatDoesNotVerifyGetsNothing() throws IOException {
        assertThat(create()).isEqualTo(1);
        assertThat(terminal.err()).contains("does not verify").contains("--chain");
        assertThat(folder.resolve("out")).doesNotExist();
        byte[] cek = Files.readAllBytes(Path.of(data("legacy/naples/cek.cert")));
        cek[SIGNATURE] ^= 1;
        Files.write(folder.resolve("cek.cert"), cek);
        assertThat(create("--chain", data("legacy/naples/pek.cert"), data("legacy/naples/oca.cert"), "cek.cert"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("cek.signature");
    }

    @Test
    void keysThatExistStay() throws IOException {
        createVerified();
        byte[] key = read("out/vm_tik.bin");
        assertThat(createVerified()).isEqualTo(2);
        assertThat(terminal.err()).contains("exists already");
        assertThat(read("out/vm_tik.bin")).isEqualTo(key);
        assertThat(createVerified("--force")).isZero();
        assertThat(read("out/vm_tik.bin")).isNotEqualTo(key);
    }

    @Test
    void measurementOfTheOwnersDigestPasses() throws IOException {
        String digest = digest("sev");
        String measured = measured(digest, 0x1);
        assertThat(verify(measured, "0x1")).as(() -> terminal.err()).isZero();
        assertThat(terminal.out()).startsWith("verdict pass  ").contains(digest);
        assertThat(terminal.err()).isEmpty();
        assertThat(verify(measured, "0x1", "--launch-digest", digest)).isZero();
        assertThat(verify(measured, "1", "-o", "json")).isZero();
        assertThat(JsonKeys.document(terminal.out()).get("verdict").getAsString())
                .isEqualTo("pass");
        assertThat(verify(measured, "0x3")).isEqualTo(1);
        assertThat(terminal.out().lines().findFirst().orElseThrow())
                .startsWith("verdict fail  measurement: ")
                .contains("destroy the guest");
        assertThat(terminal.err()).startsWith("verdict fail: measurement: ").hasLineCount(1);
    }

    @Test
    void vcpusOfSevEsAreMeasured() throws IOException {
        String digest = digest("sev-es", "--vcpus", "4", "--profile", "legacy");
        String measured = measured(digest, 0x5);
        assertThat(verify(measured, "0x5", "--vcpus", "4", "--profile", "legacy"))
                .isZero();
        assertThat(verify(measured, "0x5", "--vcpus", "4")).isEqualTo(1);
        assertThat(verify(measured, "0x5", "--vcpus", "1", "--profile", "legacy"))
                .isEqualTo(1);
    }

    @Test
    void sevctlsVmsasAreTakenAsTheyAre() {
        assertThat(run(
                        "verify",
                        "measurement",
                        "--measurement",
                        "/o0nzDKE5XgtVnUZWPhUea/WZYrTKLExR7KCwuMdbActvpWfXTFk21KMZIAAhQny",
                        "--api-major",
                        "0x01",
                        "--api-minor",
                        "49",
                        "--build-id",
                        "6",
                        "--policy",
                        "5",
                        "--tik",
                        data("seves/tik1.bin"),
                        "--firmware",
                        data("firmware/sevctl_ovmf_amdsev_tail.bin"),
                        "--vcpus",
                        "4",
                        "--vmsa-cpu0",
                        data("seves/vmsa0.bin"),
                        "--vmsa-cpu1",
                        data("seves/vmsa1.bin")))
                .as(() -> terminal.err())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--launch-digest 00 ",
                "--api-minor x",
                "--policy 0x100000000",
                "--measurement AAAA",
                "--vmsa-cpu0 tik",
                "--tik nothing",
                "--tik short"
            })
    void badInputIsNoVerdict(String wrong) throws IOException {
        Files.write(folder.resolve("short"), new byte[15]);
        String[] option = wrong.strip().split(" ");
        String measured = option[0].equals("--measurement") ? option[1] : measured(digest("sev"), 1);
        List<String> arguments = new java.util.ArrayList<>(
                List.of("verify", "measurement", "--api-major", "0", "--build-id", "1", "--measurement", measured));
        if (!option[0].equals("--api-minor")) {
            arguments.addAll(List.of("--api-minor", "24"));
        }
        if (!option[0].equals("--policy")) {
            arguments.addAll(List.of("--policy", "0x1"));
        }
        if (!option[0].equals("--tik")) {
            arguments.addAll(List.of("--tik", "tik"));
        }
        if (!option[0].equals("--measurement")) {
            arguments.addAll(List.of(option));
        }
        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).hasLineCount(1);
    }

    /** Guests with policy 0x7f ran on real hardware (AMDESE/AMDSEV#253): the owner wants an answer. */
    @Test
    void m5ReservedPolicyBitsAreVerifiedAsTheyAreWithAWarning() throws IOException {
        assertThat(verify(measured(digest("sev-es"), 0x7f), "0x7f"))
                .as(() -> terminal.err())
                .isZero();
        assertThat(terminal.err()).contains("warning: reserved policy bits are set: 6;");
        assertThat(terminal.out()).contains("verdict", "pass", "0x40 in the policy, of which nothing is known");
        assertThat(verify(measured(digest("sev-es"), 0x3f), "0x7f")).isEqualTo(1);
    }

    @Test
    void secretIsPackedForOneMeasurement() throws IOException {
        createVerified();
        Files.writeString(folder.resolve("passphrase"), "open sesame");
        String measured = measured("00".repeat(32), 1);
        assertThat(pack(measured)).as(() -> terminal.err()).isZero();
        TransportPacket packet = new TransportPacket(PacketHeader.decode(base64("header"), ""), base64("payload"));
        Bytes code = Bytes.of(Base64.getDecoder().decode(measured)).slice(0, 32);
        try (TransportKeys keys = TransportKeys.of(read("out/vm_tek.bin"), read("out/vm_tik.bin"))) {
            assertThat(packet.authentic(
                            PacketKind.SECRET, keys, packet.payload().length(), code))
                    .isTrue();
            assertThat(new String(packet.decrypt(keys), StandardCharsets.ISO_8859_1))
                    .contains("open sesame");
            assertThat(pack(measured, "--force", "--api", "0.16")).isZero();
            TransportPacket old = new TransportPacket(PacketHeader.decode(base64("header"), ""), base64("payload"));
            assertThat(old.authentic(PacketKind.SECRET, keys, old.payload().length(), Bytes.EMPTY))
                    .isTrue();
        }
        assertThat(pack(measured)).isEqualTo(2);
        assertThat(terminal.err()).contains("exists already");
    }

    /** Keys that are gone lose the session with them. */
    @Test
    void packedSecretsDoNotReplaceWhatTheyAreMadeOf() throws IOException {
        createVerified();
        Files.writeString(folder.resolve("passphrase"), "open sesame");
        Files.createLink(folder.resolve("kept"), folder.resolve("out/vm_tek.bin"));
        for (String input : List.of("out/vm_tik.bin", "out/vm_tek.bin", "passphrase", "out/../passphrase")) {
            byte[] content = read(input);
            for (String option : List.of("--header", "--payload")) {
                String[] words =
                        "secret pack --tik out/vm_tik.bin --tek out/vm_tek.bin --force --measurement %s --secret %s:passphrase"
                                .formatted(measured("00".repeat(32), 1), DISK)
                                .split(" ");
                List<String> all = new ArrayList<>(List.of(words));
                all.addAll(List.of(option, input, option.equals("--header") ? "--payload" : "--header", "other"));
                assertThat(run(all.toArray(String[]::new))).isEqualTo(2);
                assertThat(terminal.err()).contains("this file was read by the same command");
                assertThat(read(input)).isEqualTo(content);
                assertThat(folder.resolve("other")).doesNotExist();
            }
        }
    }

    @Test
    void secretsNeedTheirNames() {
        assertThat(run("secret", "pack", "--secret", "disk:file")).isEqualTo(2);
        assertThat(terminal.err()).contains("GUID:FILE");
        assertThat(run("secret")).isEqualTo(2);
        assertThat(run("session")).isEqualTo(2);
    }

    private int pack(String measured, String... more) {
        Stream<String> usual = Stream.of(
                "secret",
                "pack",
                "--tik",
                "out/vm_tik.bin",
                "--tek",
                "out/vm_tek.bin",
                "--measurement",
                measured,
                "--secret",
                DISK + ":passphrase",
                "--header",
                "header",
                "--payload",
                "payload");
        return run(Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
    }

    private String digest(String type, String... more) {
        assertThat(run(Stream.concat(Stream.of("measure", "--type", type), Stream.of(more))
                        .toArray(String[]::new)))
                .isZero();
        return terminal.out().strip();
    }

    private String measured(String digest, long policy) throws IOException {
        byte[] tik = new byte[16];
        Files.write(folder.resolve("tik"), tik);
        Bytes code = new LaunchMeasurementMac(0, 24, 1, policy, Bytes.ofHex(digest), NONCE).code(tik);
        byte[] both = new byte[48];
        code.copyTo(0, both, 0, 32);
        NONCE.copyTo(0, both, 32, 16);
        return Base64.getEncoder().encodeToString(both);
    }

    private int verify(String measured, String policy, String... more) {
        Stream<String> usual = Stream.of(
                "verify",
                "measurement",
                "--measurement",
                measured,
                "--api-major",
                "0",
                "--api-minor",
                "24",
                "--build-id",
                "1",
                "--policy",
                policy,
                "--tik",
                "tik");
        return run(Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
    }
}

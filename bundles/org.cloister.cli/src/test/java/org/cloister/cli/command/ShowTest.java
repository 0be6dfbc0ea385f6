// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.firmware.KernelHashes;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.amd.page.SecretsField;
import org.cloister.amd.page.SecretsPage;
import org.cloister.amd.report.SevReport;
import org.cloister.api.Bytes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.Image;
import org.cloister.api.platform.VcpuState;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.cloister.owner.show.FileKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code show} takes files for, what it shows of them, and how it refuses. */
class ShowTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            snp/milan-v2/report_milan.bin,                 report
            snp/genoa-v3/genoa_attestation_report.bin,     report
            snp/milan-v3-vlek/test-vlek-report.bin,        report
            legacy/naples/pdh.cert,                        sev-certificate
            legacy/naples/pek.cert,                        sev-certificate
            legacy/naples/oca.cert,                        sev-certificate
            legacy/naples/cek.cert,                        sev-certificate
            legacy/naples/ark.cert.bad,                    sev-certificate
            legacy/ca/milan/ark.cert,                      sev-certificate
            legacy/ca/naples/ask.cert,                     sev-certificate
            session-vector/v_godh.bin,                     sev-certificate
            snp/genoa-v3/genoa_vcek.pem,                   x509
            snp/milan-v2/cert_chain_milan,                 x509
            snp/turin/vcek_turin.der,                      x509
            firmware/OVMF.amdsev.fd,                       ovmf
            seves/vmsa0.bin,                               vmsa
            seves/vmsa1.bin,                               vmsa
            idblock/test_auth_block.bin,                   id-auth
            idblock/test_id_key.pem,                       key
            idblock/id_key_test.pem,                       key
            """)
    void realFiles(String name, String kind) {
        assertThat(kind(Firmware.data(name).toString())).isEqualTo(kind);
    }

    @Test
    void madePages() throws IOException {
        SecretsPage secrets = new SecretsPage().put(SecretsField.FMS, 0xa00f11);
        CpuidPage cpuid = CpuidPage.of(List.of(new CpuidPageEntry(0, 0, 0, 0, 13, 0, 0, 0)));

        assertThat(kind(file("secrets", secrets.encode()))).isEqualTo("secrets");
        assertThat(kind(file("cpuid", cpuid.encode().toArray()))).isEqualTo("cpuid");
        assertThat(kind(file("whole", cpuid.page().toArray()))).isEqualTo("cpuid");
        assertThat(kind(file("vmsa", vmsa()))).isEqualTo("vmsa");
        assertThat(kind(file("hashes", hashes()))).isEqualTo("kernel-hashes");
        assertThat(kind(file("legacy", legacyReport()))).isEqualTo("legacy-report");
    }

    @Test
    void everyFieldOfAReportWithOffsetSizeValueAndMeaning() {
        String report = Firmware.data("snp/milan-v2/report_milan.bin").toString();

        assertThat(shown(report))
                .startsWith("SEV-SNP attestation report, version 2")
                .containsPattern("0x090 +48 +measurement +7a1e5c26[0-9a-f]{88}  \\(launch digest\\)");
        JsonObject json = JsonKeys.document(shown(report, "-o", "json"));
        assertThat(json.keySet()).containsExactly("kind", "encoding", "structure");
        JsonObject structure = json.getAsJsonObject("structure");
        assertThat(structure.keySet()).containsExactly("title", "fields", "parts");
        assertThat(JsonKeys.ofFirst(structure.get("fields")))
                .containsExactly("name", "offset", "size", "value", "meaning");
    }

    @Test
    void tablesAndMetadataOfAnImage() throws IOException {
        Firmware.sample(folder);

        assertThat(shown("sample.fd"))
                .contains("SEV-ES reset block", "other processors begin at 0x", "ASEV", "(secrets)", "(cpuid)");
    }

    @Test
    void keysOfASecretsPageStayHidden() throws IOException {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 0xa5);
        SecretsPage page = new SecretsPage().put(SecretsField.FMS, 0xa00f11).put(SecretsField.VMPCK0, key);

        String text = shown(file("secrets", page.encode()));

        assertThat(text).contains("32 bytes, not shown").doesNotContain("a5a5");
        assertThat(shown(file("secrets", page.encode()), "-o", "json")).doesNotContain("a5a5");
    }

    @Test
    void ofAPrivateKeyThePublicPartOnly() throws IOException {
        Path key = Firmware.data("idblock/id_key_test.pem");
        String secret = Files.readString(key).lines().skip(1).findFirst().orElseThrow();

        assertThat(shown(key.toString()))
                .startsWith("public part of a P-384 key")
                .doesNotContain(secret);
    }

    @Test
    void base64IsReadAsWhatItStandsFor() throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(legacyReport());
        String named = file("b64", (text + "\n").getBytes(StandardCharsets.US_ASCII));

        JsonObject json = JsonKeys.document(shown(named, "-o", "json"));

        assertThat(json.get("kind").getAsString()).isEqualTo("legacy-report");
        assertThat(json.get("encoding").getAsString()).isEqualTo("base64");
    }

    @Test
    void standardInput() {
        Terminal terminal = new Terminal().in(hashes());

        assertThat(terminal.run("show", "-")).as(terminal.err()).isZero();
        assertThat(terminal.out()).startsWith("table of kernel hashes");
    }

    @Test
    void aKindThatIsForced() throws IOException {
        byte[] empty = new SecretsPage().encode();

        assertThat(shown(file("empty", empty), "--as", "secrets")).startsWith("SEV-SNP secrets page");
    }

    @Test
    void m4FilesOfOtherFormatsAreNamedWithWhatToDo() throws IOException {
        Terminal terminal = new Terminal().folder(folder);
        file("fw.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0});
        assertThat(terminal.run("show", "fw.gz")).isZero();
        assertThat(terminal.out()).contains("gzip file", "unpack it first");
    }

    /** A header as Microsoft's igvm_defs describes it, a policy and a page without content. */
    @Test
    void m7AnIgvmFileIsShownWithHeaderAndDirectives() throws IOException {
        ByteBuffer igvm = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        igvm.put("IGVM".getBytes(StandardCharsets.US_ASCII))
                .putInt(1)
                .putInt(24)
                .putInt(56)
                .putInt(256)
                .putInt(0);
        igvm.putInt(0x101).putInt(16).putLong(0x30000).putLong(1);
        igvm.putInt(0x302).putInt(20).putLong(0x800000).putInt(1).putInt(1).putInt(0);
        file("guest.igvm", igvm.array());
        Terminal terminal = new Terminal().folder(folder);
        assertThat(terminal.run("show", "guest.igvm")).as(terminal.err()).isZero();
        assertThat(terminal.out())
                .contains(
                        "IGVM file", "variable header, 2 structures", "GUEST_POLICY", "PAGE_DATA", "not measured here");
        assertThat(terminal.run("measure", "--type", "sev-snp", "--firmware", "guest.igvm"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("this is an IGVM file and no firmware");
    }

    @Test
    void m8AnSvsmIsRecognised() {
        Terminal terminal = new Terminal();
        assertThat(terminal.run("show", Firmware.data("svsm/svsm.bin").toString()))
                .isZero();
        assertThat(terminal.out()).contains("SVSM image", "SVSM info", "processors begin 0x0 behind its first byte");
    }

    @Test
    void unknownFilesAreToldEveryReason() throws IOException {
        Terminal terminal = new Terminal().folder(folder);
        file("strange", "nothing that is known".getBytes(StandardCharsets.US_ASCII));

        assertThat(terminal.run("show", "strange")).isEqualTo(2);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err().lines().toList())
                .hasSize(FileKinds.all().size() + 2)
                .first()
                .isEqualTo("tried; --as KIND forces one:");
        assertThat(terminal.err()).contains("  vmsa: ", "  id-block: ", "cloister: strange: this is none of the kinds");
    }

    @Test
    void refusals() throws IOException {
        Path report = Firmware.data("snp/milan-v2/report_milan.bin");
        byte[] bytes = Files.readAllBytes(report);
        file("short", Arrays.copyOf(bytes, 1000));
        file("long", Arrays.copyOf(bytes, 1185));
        file("empty", new byte[0]);
        file("broken.b64", ("A".repeat(100) + "-").getBytes(StandardCharsets.US_ASCII));
        bytes[0] = 9;
        file("later", bytes);

        refused("found 1000 bytes, expected 1184 bytes); the end is missing", "short");
        refused("behind the report lies something else than a certificate table or zeros up to a page", "long");
        refused("empty: this file is empty", "empty");
        refused("nix: there is no such file", "nix");
        refused(".: this is a folder", ".");
        refused("version 9 of the attestation report is not known", "later");
        refused("is not base64 in its only form", "broken.b64");
        refused("this looks like an SEV-SNP attestation report", "--as", "id-block", report.toString());
        refused("found vmsaa", "--as", "vmsaa", "short");
    }

    @Test
    void truncatedAndTrailing() throws IOException {
        byte[] vcek = Files.readAllBytes(Firmware.data("snp/turin/vcek_turin.der"));
        byte[] pek = Files.readAllBytes(Firmware.data("legacy/naples/pek.cert"));
        byte[] auth = Files.readAllBytes(Firmware.data("idblock/test_auth_block.bin"));
        for (int change : new int[] {-1, 1}) {
            refused("vcek", file("vcek", Arrays.copyOf(vcek, vcek.length + change)));
            refused("pek", file("pek", Arrays.copyOf(pek, pek.length + change)));
            refused("auth", file("auth", Arrays.copyOf(auth, auth.length + change)));
            refused("hashes", file("hashes", Arrays.copyOf(hashes(), 176 + change)));
            refused("legacy", file("legacy", Arrays.copyOf(legacyReport(), 208 + change)));
        }
    }

    private String kind(String name) {
        return JsonKeys.document(shown(name, "-o", "json")).get("kind").getAsString();
    }

    private String shown(String name, String... more) {
        Terminal terminal = new Terminal().folder(folder);
        assertThat(terminal.run(
                        show(Stream.concat(Stream.of(name), Stream.of(more)).toArray(String[]::new))))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.err()).isEmpty();
        return terminal.out();
    }

    private void refused(String message, String... arguments) {
        Terminal terminal = new Terminal().folder(folder);

        assertThat(terminal.run(show(arguments))).isEqualTo(2);
        assertThat(terminal.err()).startsWith("cloister: ").contains(message).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
    }

    private static String[] show(String... arguments) {
        return Stream.concat(Stream.of("show"), Stream.of(arguments)).toArray(String[]::new);
    }

    private String file(String name, byte[] content) throws IOException {
        Files.write(folder.resolve(name), content);
        return name;
    }

    private static byte[] vmsa() {
        return Vmsa.encode(VcpuState.of(0, Map.of("efer", 0x1000L, "rip", 0xfff0L)))
                .toArray();
    }

    private static byte[] hashes() {
        DirectBoot boot = new DirectBoot(
                new Image("kernel", Bytes.of("kernel".getBytes(StandardCharsets.US_ASCII))),
                Optional.empty(),
                "console=ttyS0");
        return KernelHashes.of(boot).table().toArray();
    }

    private static byte[] legacyReport() {
        Bytes number = Bytes.of(new byte[72]);
        return SevReport.unsigned(Bytes.of(new byte[16]), Bytes.of(new byte[32]), 1)
                .withSignature(0x1002, 2, number, number)
                .raw()
                .toArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code show}, {@code certs} and {@code id-block}, on real files. */
class OwnerFilesTest {
    @TempDir
    private Path folder;

    private final Terminal terminal = new Terminal();

    private static String data(String name) {
        return Firmware.data(name).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "snp/milan-v2/report_milan.bin,             'SEV-SNP attestation report, version 2'",
        "snp/genoa-v3/genoa_attestation_report.bin, 'SEV-SNP attestation report, version 3'",
        "snp/milan-v2/vcek_milan.der,               'X.509 certificate, VCEK'",
        "snp/milan-v2/cert_chain_milan,             X.509",
        "snp/turin/vcek_turin.der,                  'X.509 certificate, VCEK'",
        "legacy/naples/pdh.cert,                    PDH",
        "legacy/ca/turin/ark.cert,                  ARK",
        "legacy/naples/ark.cert.bad,                without its signature",
        "firmware/OVMF.amdsev.fd,                   OVMF image",
        "seves/vmsa1.bin,                           VMSA",
        "idblock/test_auth_block.bin,               ID authentication",
        "idblock/test_id_key.pem,                   key"
    })
    void filesAreRecognised(String file, String kind) {
        assertThat(terminal.run("show", data(file))).as(terminal.err()).isZero();
        assertThat(terminal.out()).containsIgnoringCase(kind).contains("0x0");
    }

    @Test
    void everyFieldOfAReportIsShownAsJson() {
        assertThat(terminal.run("show", data("snp/milan-v2/report_milan.bin"), "-o", "json"))
                .isZero();
        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.toString()).contains("measurement", "reported_tcb", "chip_id", "offset", "meaning");
    }

    @Test
    void noPrivateKeyIsShown() throws IOException {
        String pem = Files.readString(Firmware.data("idblock/test_id_key.pem"));
        String body = pem.replaceAll("-----[^-]+-----|\\s", "");
        String secret = HexFormat.of().formatHex(Base64.getDecoder().decode(body), 8, 40);
        assertThat(terminal.run("show", data("idblock/test_id_key.pem"))).isZero();
        assertThat(terminal.out()).doesNotContain(secret).doesNotContain(body.substring(12, 40));
    }

    @ParameterizedTest
    @ValueSource(strings = {"snp/guest_report_corrupt.bin", "snp/guest_report_bad_sig.bin", "session-vector/v_tik.bin"})
    void whatIsNothingKnownIsRefusedWithWhatWasTried(String file) {
        assertThat(terminal.run("show", data(file))).isEqualTo(2);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).contains(file.substring(file.indexOf('/') + 1));
    }

    @Test
    void emptyAndMissingFilesAreNamed() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThat(terminal.run("show", empty.toString())).isEqualTo(2);
        assertThat(terminal.run("show", folder + "/none")).isEqualTo(2);
        assertThat(terminal.err()).contains("this file is empty", "there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../vm", "/vm", "keys/vm"})
    void ownerT4_keysOfASessionDoNotComeToLieOutsideOfTheNamedFolder(String name) throws IOException {
        Path out = Files.createDirectories(folder.resolve("out/keys"));
        String named = name.startsWith("/") ? folder + name : name;

        int code = terminal.run(
                "session",
                "create",
                "--pdh",
                data("legacy/naples/pdh.cert"),
                "--chain",
                data("legacy/naples"),
                "--policy",
                "0x1",
                "--out",
                out.getParent().toString(),
                "--name",
                named);

        assertThat(code).isEqualTo(2);
        assertThat(terminal.err()).contains("--name", named, "--out");
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void certificatesGoIntoATableAndOut() {
        String table = folder + "/table";
        assertThat(terminal.run("certs", "import", data("snp/milan-v2"), "--out", table))
                .as(terminal.err())
                .isZero();
        assertThat(new Terminal().run("certs", "import", data("snp/milan-v2"), "--out", table))
                .as("not without --force")
                .isEqualTo(2);
        Terminal out = new Terminal();
        assertThat(out.run("certs", "export", table, "--out", folder + "/out"))
                .as(out.err())
                .isZero();
        Terminal verified = new Terminal();
        assertThat(verified.run(
                        "verify",
                        "report",
                        "--report",
                        data("snp/milan-v2/report_milan.bin"),
                        "--certs",
                        folder + "/out"))
                .as(verified.out())
                .isZero();
        assertThat(new Terminal()
                        .run("verify", "report", "--report", data("snp/milan-v2/report_milan.bin"), "--certs", table))
                .as("the table itself will do too")
                .isZero();
    }

    @Test
    void folderWithoutCertificatesMakesNoTable() {
        assertThat(terminal.run("certs", "import", folder.toString(), "--out", folder + "/table"))
                .isEqualTo(2);
        assertThat(folder.resolve("table")).doesNotExist();
        assertThat(terminal.run("certs", "export", data("snp/milan-v2/vcek_milan.der"), "--out", folder + "/out"))
                .isEqualTo(2);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void idBlockIsMadeForALaunch() throws IOException {
        String digest = "ab".repeat(48);
        String[] create = {
            "id-block",
            "create",
            "--measurement",
            digest,
            "--id-key",
            data("idblock/test_id_key.pem"),
            "--author-key",
            data("idblock/test_auth_key.pem"),
            "--svn",
            "7",
            "--family-id",
            "family",
            "--out",
            folder + "/made"
        };
        assertThat(terminal.run(create)).as(terminal.err()).isZero();
        List<Path> files;
        try (Stream<Path> made = Files.list(folder.resolve("made"))) {
            files = made.sorted().toList();
        }
        assertThat(files).isNotEmpty();
        Path block = files.stream().filter(file -> size(file) == 96).findFirst().orElseThrow();
        Path authentication =
                files.stream().filter(file -> size(file) == 4096).findFirst().orElseThrow();
        Terminal shown = new Terminal();
        assertThat(shown.run("show", block.toString())).as(shown.err()).isZero();
        assertThat(shown.out()).contains(digest);
        Terminal shownToo = new Terminal();
        assertThat(shownToo.run("show", authentication.toString()))
                .as(shownToo.err())
                .isZero();
        assertThat(new Terminal().run(create)).as("not without --force").isEqualTo(2);
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    @Test
    void keysHaveDigestsOfTheirOwn() {
        Terminal secret = new Terminal();
        assertThat(secret.run("id-block", "digest", data("idblock/test_id_key.pem")))
                .as(secret.err())
                .isZero();
        assertThat(secret.out().strip()).matches("[0-9a-f]{96}");
        Terminal other = new Terminal();
        assertThat(other.run("id-block", "digest", data("idblock/test_auth_key.pem")))
                .isZero();
        assertThat(other.out()).isNotEqualTo(secret.out());
    }

    @Test
    void wrongKeysAndDigestsAreRefused() {
        String key = data("idblock/test_id_key.pem");
        String out = folder + "/made";
        assertThat(terminal.run("id-block", "create", "--measurement", "00", "--id-key", key, "--out", out))
                .isEqualTo(2);
        assertThat(terminal.run(
                        "id-block",
                        "create",
                        "--measurement",
                        "00".repeat(48),
                        "--id-key",
                        data("snp/milan-v2/vcek_milan.der"),
                        "--out",
                        out))
                .isEqualTo(2);
        assertThat(terminal.run("id-block", "digest", data("snp/genoa-v3/genoa_vcek.pem")))
                .isEqualTo(2);
        assertThat(terminal.err()).hasLineCount(3);
        assertThat(folder.resolve("made")).doesNotExist();
    }
}

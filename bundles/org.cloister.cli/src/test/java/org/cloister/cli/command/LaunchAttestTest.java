// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.Evidence;
import org.cloister.api.launch.Candidate;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.Selection;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code launch --attest}: what is asked of the guest, and what becomes of its answer. */
class LaunchAttestTest {
    private static final String[] EMULATED = {"launch", "--platform", "emulated", "--attest"};

    private final List<Bytes> asked = new ArrayList<>();
    private GuestType type = new GuestType("sev-snp");
    private final FakeLauncher launcher = new FakeLauncher() {
        @Override
        public Selection select(LaunchRequest request) {
            Candidate chosen = new Candidate(type, "softsev", request.platform(), true, "");
            return new Selection(Optional.of(chosen), List.of(chosen));
        }
    };
    private Terminal terminal;

    @TempDir
    Path folder;

    @Test
    void theReportIsWrittenAndToldOf() throws IOException {
        launcher.evidence = data -> evidence(data, Bytes.EMPTY);

        assertThat(run("--report-data", "0xC0FFEE", "--report-out", "out/report.bin", "-o", "json"))
                .as(terminal.err())
                .isZero();

        assertThat(asked).containsExactly(Bytes.ofHex("c0ffee"));
        Bytes written = Bytes.of(Files.readAllBytes(folder.resolve("out/report.bin")));
        assertThat(AttestationReport.decode(written, "report").number(ReportField.POLICY))
                .isEqualTo(0x30000);
        JsonObject json = JsonKeys.document(terminal.out());
        JsonObject attestation = json.getAsJsonObject("attestation");
        assertThat(attestation.keySet()).containsExactly("report", "signingKey", "certificates", "reportFile");
        assertThat(JsonKeys.of(attestation.get("report"))).contains("measurement", "reportData", "vmpl", "reportedTcb");
        assertThat(attestation.get("reportFile").getAsString()).isEqualTo("out/report.bin");
        assertThat(launcher.guest.closed()).isTrue();
    }

    @Test
    void textSaysThatNobodyHasVerifiedIt() {
        launcher.evidence = data -> evidence(data, Bytes.EMPTY);
        assertThat(run()).isZero();
        assertThat(terminal.out()).contains("version 2", "not verified yet", "report data");
        assertThat(terminal.err())
                .contains("note: there is no --report-data, so nothing shows that the report is new.");
        assertThat(asked).containsExactly(Bytes.EMPTY);
    }

    @Test
    void reportAndCertificatesAreWhatVerifyReads() throws IOException {
        Path source = Firmware.data("snp/milan-v2");
        Path report = reportOf(source);
        new Terminal().folder(folder).run("certs", "import", source.toString(), "--out", "table");
        Bytes table = Bytes.of(Files.readAllBytes(folder.resolve("table")));
        launcher.evidence = data -> new Evidence(Bytes.of(readAll(report)), table);

        assertThat(run("--report-data", "00", "--report-out", "r", "--certs-out", "c"))
                .isZero();

        assertThat(folder.resolve("r")).hasSameBinaryContentAs(report);
        assertThat(names("c")).containsExactlyInAnyOrder("ark.pem", "ask.pem", "vcek.pem");
        assertThat(terminal.out()).contains("c/vcek.pem");
        Terminal verifier = new Terminal().folder(folder);
        int verified =
                verifier.run("verify", "report", "--report", "r", "--certs", "c", "--at", "2024-01-01T00:00:00Z");
        assertThat(verified).as(verifier.out()).isZero();
    }

    @Test
    void certificatesThatAreNotThereFailAndNothingIsWritten() throws IOException {
        launcher.evidence = data -> evidence(data, Bytes.of(new byte[24]));
        assertThat(run("--report-data", "00", "--report-out", "r", "--certs-out", "c"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("leave --certs-out out");
        assertThat(names(".")).isEmpty();
        assertThat(launcher.guest.closed()).isTrue();
    }

    @Test
    void filesAreReplacedByForceOnly() throws IOException {
        launcher.evidence = data -> evidence(data, Bytes.EMPTY);
        Files.writeString(folder.resolve("r"), "old");
        assertThat(run("--report-data", "00", "--report-out", "r")).isEqualTo(2);
        assertThat(launcher.guest).as("no launch").isNull();
        assertThat(folder.resolve("r")).hasContent("old");
        assertThat(run("--report-data", "00", "--report-out", "r", "--force")).isZero();
        assertThat(folder.resolve("r")).hasSize(1184);
    }

    @Test
    void whatIsNoFileIsNotReplacedByForce() throws IOException {
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));

            assertThat(run("--report-data", "00", "--report-out", "socket", "--force"))
                    .isEqualTo(2);
        }
        assertThat(terminal.err()).contains("no file that could be replaced");
        assertThat(launcher.guest).as("no launch").isNull();
        assertThat(Files.isRegularFile(socket)).isFalse();
    }

    @Test
    void noTwoResultsGoIntoOneFile() throws IOException {
        Path source = Firmware.data("snp/milan-v2");
        new Terminal().folder(folder).run("certs", "import", source.toString(), "--out", "table");
        Bytes table = Bytes.of(Files.readAllBytes(folder.resolve("table")));
        launcher.evidence = data -> evidence(data, table);

        assertThat(run("--report-data", "00", "--report-out", "c/x/../ark.pem", "--certs-out", "c"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("c/ark.pem: two contents would go into this file");
        assertThat(folder.resolve("c")).doesNotExist();
    }

    @Test
    void foldersThatWereMadeForNothingAreRemoved() throws IOException {
        Path source = Firmware.data("snp/milan-v2");
        new Terminal().folder(folder).run("certs", "import", source.toString(), "--out", "table");
        Bytes table = Bytes.of(Files.readAllBytes(folder.resolve("table")));
        launcher.evidence = data -> evidence(data, table);

        assertThat(run("--report-data", "00", "--report-out", "new/a", "--certs-out", "new/a"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("new/a: this is a folder");
        assertThat(names(".")).containsExactly("table");
    }

    @Test
    void dataThatIsTooLongIsRefusedBeforeTheLaunch() {
        assertThat(run("--report-data", "00".repeat(65))).isEqualTo(2);
        assertThat(terminal.err()).contains("65 bytes", "at most 64 bytes");
        assertThat(launcher.guest).isNull();
        launcher.evidence = data -> evidence(data, Bytes.EMPTY);
        assertThat(run("--report-data", "00".repeat(64))).isZero();
    }

    @Test
    void otherTypesAreRefusedBeforeTheLaunch() {
        for (String other : List.of("sev", "sev-es")) {
            type = new GuestType(other);
            assertThat(run("--report-data", "00")).isEqualTo(3);
            assertThat(terminal.err()).contains("found " + other, "--type sev-snp");
            assertThat(launcher.guest).isNull();
        }
    }

    @Test
    void hardwareIsRefusedBeforeTheLaunchAndToldHow() {
        terminal = new Terminal().folder(folder).launcher(launcher);
        assertThat(terminal.run("launch", "--attest")).isEqualTo(3);
        assertThat(terminal.err())
                .contains("only the guest itself can ask for its report", "softsev, HARDWARE", "ask inside");
        assertThat(launcher.guest).isNull();
    }

    @Test
    void theReportOfAVendorsTypeIsHandedOnAsItIs() {
        type = new GuestType("capsule");
        launcher.evidence = data -> new Evidence(Bytes.ofHex("0102" + data.hex()), Bytes.ofHex("ca"));
        assertThat(run("--type", "capsule", "--report-data", "77".repeat(70), "--report-out", "r", "--certs-out", "c"))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).contains("72 bytes in the layout of its type", "not verified yet");
        assertThat(folder.resolve("r"))
                .hasBinaryContent(Bytes.ofHex("0102" + "77".repeat(70)).toArray());
        assertThat(folder.resolve("c/certificates")).hasBinaryContent(new byte[] {(byte) 0xca});

        assertThat(run("--type", "capsule", "--report-data", "77", "-o", "json"))
                .isZero();
        JsonObject attestation = JsonKeys.document(terminal.out()).getAsJsonObject("attestation");
        assertThat(attestation.keySet()).containsExactly("report", "certificates");
        assertThat(attestation.get("report").getAsString()).isEqualTo("010277");
    }

    @Test
    void aGuestThatCannotCostsTheLaunchAndLeavesNothing() {
        launcher.evidence = data -> {
            throw Problem.host("attest.inside", "only the guest can ask").exception();
        };
        assertThat(run("--report-data", "00", "--report-out", "r")).isEqualTo(3);
        assertThat(launcher.guest.closed()).isTrue();
        assertThat(folder.resolve("r")).doesNotExist();
    }

    private Evidence evidence(Bytes data, Bytes certificates) {
        asked.add(data);
        Bytes report = new ReportBuilder(ReportVersion.V2)
                .put(ReportField.POLICY, 0x30000)
                .build()
                .encode();
        return new Evidence(report, certificates);
    }

    private int run(String... more) {
        terminal = new Terminal().folder(folder).launcher(launcher);
        return terminal.run(
                Stream.concat(Arrays.stream(EMULATED), Arrays.stream(more)).toArray(String[]::new));
    }

    private static Path reportOf(Path source) throws IOException {
        try (Stream<Path> files = Files.list(source)) {
            return files.filter(file -> file.toFile().length() == AttestationReport.SIZE)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static byte[] readAll(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> names(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

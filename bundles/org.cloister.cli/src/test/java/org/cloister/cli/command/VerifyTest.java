// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.cloister.owner.demand.Demand;
import org.cloister.owner.verify.AppraisalPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code verify} as its user runs it, on real reports and certificates. */
class VerifyTest {
    private final Terminal terminal = new Terminal();

    private int report(String report, String certs, String... more) {
        String[] fixed = {"verify", "report", "--report", data(report), "--certs", data(certs)};
        return terminal.run(
                Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray(String[]::new));
    }

    private static String data(String name) {
        return Firmware.data(name).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "snp/milan-v2/report_milan.bin,            snp/milan-v2,      2025-11-01",
        "snp/genoa-v3/genoa_attestation_report.bin, snp/genoa-v3,      2026-11-01",
        "snp/turin-v5/turin_attestation_report.bin, snp/turin-v5,      2026-11-01",
        "snp/milan-v3-vlek/test-vlek-report.bin,    snp/milan-v3-vlek, 2025-11-01"
    })
    void realReportsPass(String report, String certs, String day) {
        assertThat(report(report, certs, "--at", day)).as(terminal.out()).isZero();
        assertThat(terminal.out())
                .startsWith("verdict pass  warning: measurement: ")
                .containsPattern("\nchecks  \\d+ passed, .*; judged at " + day + "T00:00:00Z")
                .doesNotContain("the policy does not mention it")
                .contains("└─ signature passed: report");
    }

    @Test
    void reportIsNotAcceptedAfterItsKeyHasExpired() {
        assertThat(report("snp/milan-v3-vlek/test-vlek-report.bin", "snp/milan-v3-vlek", "--at", "2025-12-11"))
                .isEqualTo(1);
        assertThat(terminal.out())
                .startsWith("verdict fail  leaf.validity: ")
                .containsPattern("failed +leaf.validity .*2025-12-10");
    }

    @Test
    void measurementThatIsNotDemandedFailsAndIsNamed() throws IOException {
        byte[] raw = Files.readAllBytes(Firmware.data("snp/milan-v2/report_milan.bin"));
        String measurement = HexFormat.of().formatHex(raw, 0x90, 0x90 + 48);
        assertThat(report("snp/milan-v2/report_milan.bin", "snp/milan-v2", "--measurement", measurement))
                .isZero();
        Terminal other = new Terminal();
        assertThat(other.run(
                        "verify",
                        "report",
                        "--report",
                        data("snp/milan-v2/report_milan.bin"),
                        "--certs",
                        data("snp/milan-v2"),
                        "--measurement",
                        "00".repeat(48)))
                .isEqualTo(1);
        assertThat(other.out()).containsPattern("failed +measurement");
    }

    @Test
    void optionsComeBeforeThePolicyFile(@TempDir Path folder) throws IOException {
        Path policy = Files.writeString(folder.resolve("policy"), "# demands\nvmpl = 0\nmin-tcb-typo = 1\n");
        assertThat(report("snp/milan-v2/report_milan.bin", "snp/milan-v2", "--policy-file", policy.toString()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("min-tcb-typo").hasLineCount(1);
        Files.writeString(policy, "minimum-tcb = snp=255\n");
        Terminal strict = new Terminal();
        String[] call = {
            "verify",
            "report",
            "--report",
            data("snp/milan-v2/report_milan.bin"),
            "--certs",
            data("snp/milan-v2"),
            "--policy-file",
            policy.toString()
        };
        assertThat(strict.run(call)).isEqualTo(1);
        assertThat(strict.out()).containsPattern("failed +minimum-tcb");
        String[] overridden = Arrays.copyOf(call, call.length + 2);
        overridden[call.length] = "--min-tcb";
        overridden[call.length + 1] = "snp=8";
        assertThat(new Terminal().run(overridden)).isZero();
    }

    @Test
    void jsonHasTheKeysOfTheContract() {
        report("snp/milan-v2/report_milan.bin", "snp/milan-v2", "-o", "json");
        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.keySet()).contains("verdict", "report", "checks");
        assertThat(json.get("verdict").getAsString()).isEqualTo("pass");
        assertThat(JsonKeys.ofFirst(json.get("checks"))).contains("name", "status", "detail");
        assertThat(json.getAsJsonArray("checks"))
                .extracting(VerifyTest::status)
                .containsOnly("passed", "not-performed");
    }

    private static String status(JsonElement check) {
        return check.getAsJsonObject().get("status").getAsString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"snp/guest_report_bad_sig.bin", "snp/guest_report_corrupt.bin", "firmware/OVMF.amdsev.fd"})
    void whateverIsGivenAsAReportGetsAVerdict(String file) {
        assertThat(report(file, "snp/milan-v2")).isEqualTo(1);
        assertThat(terminal.out()).startsWith("verdict fail  report.size: ").containsPattern("failed +report.size");
    }

    @Test
    void negativeVerdictGetsThroughABufferToo(@TempDir Path folder) throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = terminal.standardOutput(new BufferedOutputStream(out))
                .run("verify", "report", "--report", empty.toString(), "--certs", folder.toString());
        assertThat(code).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("verdict fail  ");
    }

    @Test
    void emptyReportGetsAVerdictAndAMissingOneDoesNot(@TempDir Path folder) throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));
        String certs = data("snp/milan-v2");
        assertThat(terminal.run("verify", "report", "--report", empty.toString(), "--certs", certs))
                .isEqualTo(1);
        Terminal missing = new Terminal();
        assertThat(missing.run("verify", "report", "--report", folder + "/none", "--certs", certs))
                .isEqualTo(2);
        assertThat(missing.err()).contains("there is no such file").hasLineCount(1);
    }

    @Test
    void certificatesThatAreMissingAreNamedWithWhereToFetchThem(@TempDir Path folder) {
        Terminal none = new Terminal();
        assertThat(none.run(
                        "verify",
                        "report",
                        "--report",
                        data("snp/milan-v2/report_milan.bin"),
                        "--certs",
                        folder.toString()))
                .isEqualTo(1);
        assertThat(none.out()).contains("blSPL=03").contains("ucodeSPL=115");
    }

    @Test
    void theKeysCertificateAloneSufficesWhereItsAuthoritiesAreBuiltIn() {
        assertThat(report("snp/milan-v2/report_milan.bin", "snp/milan-v2/vcek_milan.der"))
                .as(terminal.out())
                .isZero();
    }

    @Test
    void rootOfSomebodyElseReplacesAmds() {
        assertThat(report(
                        "snp/milan-v2/report_milan.bin",
                        "snp/milan-v2",
                        "--trust-root",
                        data("snp/genoa-v3/genoa_ark.pem")))
                .isEqualTo(1);
        assertThat(terminal.out()).containsPattern("failed +root.trusted");
    }

    @Test
    void chainsAreDrawnAsATree() {
        assertThat(terminal.run("verify", "chain", data("legacy/naples"), data("legacy/ca/naples")))
                .isZero();
        assertThat(terminal.out()).contains("ARK (", "└─ signature passed: ASK (", "PDH (");
    }

    @ParameterizedTest
    @ValueSource(strings = {"milan", "rome", "genoa", "turin"})
    void ownerV6_authoritiesOfAnotherGenerationBesideAPlatformDecideNothing(String generation) {
        assertThat(terminal.run("verify", "chain", data("legacy/naples"), data("legacy/ca/" + generation)))
                .isZero();
        assertThat(terminal.out()).contains("ASK (Naples, built in)", "└─ signature passed: CEK (");
    }

    @Test
    void rootThatCameWithoutItsSignatureIsPinnedByItsKey() {
        assertThat(terminal.run(
                        "verify",
                        "chain",
                        data("legacy/naples/ark.cert.bad"),
                        data("legacy/ca/naples/ask.cert"),
                        data("legacy/naples/cek.cert"),
                        data("legacy/naples/oca.cert"),
                        data("legacy/naples/pek.cert"),
                        data("legacy/naples/pdh.cert")))
                .as(terminal.out())
                .isZero();
        assertThat(terminal.out()).containsPattern("not-performed +ark.signature");
    }

    @Test
    void folderWithoutCertificatesIsNoChain(@TempDir Path folder) {
        assertThat(terminal.run("verify", "chain", folder.toString())).isEqualTo(2);
        assertThat(terminal.err()).contains("there are no certificates").hasLineCount(1);
    }

    @Test
    void chainOfTheNewestGenerationVerifies() {
        assertThat(terminal.run("verify", "chain", data("snp/turin"), "-o", "json"))
                .isZero();
        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.get("verdict").getAsString()).isEqualTo("pass");
        assertThat(json.getAsJsonArray("chains")).hasSize(1);
    }

    @Test
    void usageIsRefusedByName() {
        assertThat(terminal.run("verify")).isEqualTo(2);
        assertThat(terminal.run("verify", "report", "--report", "x")).isEqualTo(2);
        assertThat(terminal.run("verify", "chain", "x", "--at", "yesterday")).isEqualTo(2);
        assertThat(terminal.err()).contains("'yesterday' is not a moment");
    }

    /** By either name its values would be alternatives, in the command's own words too. */
    @Test
    void anOptionIsGivenByOneOfItsNames() {
        int count = 0;
        for (String item : AppraisalPolicy.items().keySet()) {
            String other = Demand.shortForm(item);
            if (!other.equals(item)) {
                count++;
                for (String equals : List.of(" ", "=")) {
                    String words = "verify report --report none --" + item + equals + "1 --" + other + equals + "2";
                    Terminal terminal = new Terminal();
                    assertThat(terminal.run(words.split(" "))).isEqualTo(2);
                    assertThat(terminal.err())
                            .contains("--" + other + " and --" + item + " are two names of one option");
                }
            }
        }
        assertThat(count).isPositive();
    }
}

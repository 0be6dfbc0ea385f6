// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verdict says and where: first line, error stream, JSON. */
class VerdictOutputTest {
    private final Terminal terminal = new Terminal();

    /** The real Turin report, which tells a switch that came with its firmware. */
    private int turin(String... more) {
        Stream<String> fixed = Stream.of(
                "verify",
                "report",
                "--report",
                Firmware.data("snp/turin-v5/turin_attestation_report.bin").toString(),
                "--certs",
                Firmware.data("snp/turin-v5").toString(),
                "--at",
                "2026-06-01");
        return terminal.run(Stream.concat(fixed, Arrays.stream(more)).toArray(String[]::new));
    }

    /** V1: every public report of Turin has bit 6. */
    @Test
    void realReportOfTurinPassesAndItsSwitchCanBeDemanded() {
        assertThat(turin("--platform-info", "iommu-write-safe=on"))
                .as(terminal.out())
                .isZero();
        assertThat(terminal.out())
                .containsPattern("passed +platform-info +0x65 smt, ecc, alias-check, iommu-write-safe");
        assertThat(turin("--platform-info", "iommu-write-safe=off")).isEqualTo(1);
        assertThat(turin("--no-unknown-bits")).as("nothing in it is unknown").isZero();
    }

    /** V4, R13: the warnings are on the first line, on the error stream and in JSON. */
    @Test
    void warningsAreSaidThreeTimes() {
        assertThat(turin()).isZero();
        String first = terminal.out().lines().findFirst().orElseThrow();
        assertThat(first)
                .startsWith("verdict pass  warning: measurement: nothing about the guest's content was checked")
                .contains("; warning: report-data: nothing shows that the report is new");
        assertThat(terminal.err())
                .contains("warning: measurement: ", "demand --measurement")
                .contains("warning: report-data: ", "demand it by --report-data");
    }

    @Test
    void jsonHasWarningsAndWhatIsUnknown() {
        assertThat(turin("-o", "json")).isZero();
        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.getAsJsonArray("warnings")).hasSize(2);
        assertThat(json.getAsJsonArray("unknown")).isEmpty();
        assertThat(json.get("at").getAsString()).doesNotContain(".");
    }

    /** V16: a minimum that skips what comes before it. */
    @Test
    void minimumTcbWithGapsWarns() {
        assertThat(turin("--min-tcb", "snp=0,microcode=0")).isZero();
        assertThat(terminal.err()).contains("nothing is demanded of fmc, bootloader, tee");
    }

    /** V12: verdict, check, reason and remedy in the first line and on the error stream; a count; no silent checks. */
    @Test
    void verdictNamesTheFirstCheckThatFailed() {
        String[] wrong = {"--measurement", "00".repeat(48)};
        assertThat(turin(wrong)).isEqualTo(1);
        assertThat(terminal.out())
                .startsWith("verdict fail  measurement: found ")
                .containsPattern("; do not trust this guest, or correct what is demanded\n")
                .containsPattern("\nchecks  \\d+ passed, 1 failed, \\d+ not-performed, \\d+ not demanded; judged at ")
                .doesNotContain("the policy does not mention it");
        assertThat(terminal.err()).containsPattern("(?m)^verdict fail: measurement: found ");
    }

    @Test
    void allChecksAreListedWhereThatIsAsked() {
        turin("--all-checks");
        assertThat(terminal.out()).containsPattern("not-performed +host-data +the policy does not mention it");
    }

    @Test
    @DisplayName("V11: minimum TCBs by product are given one after the other, and a gap in the product's own warns")
    void v11MinimumByProduct() {
        assertThat(turin("--min-tcb", "milan:snp=24", "--min-tcb", "turin:tee=1"))
                .as(terminal.out())
                .isZero();
        assertThat(terminal.err()).contains("nothing is demanded of fmc, bootloader,");
        assertThat(turin("--min-tcb", "milan:snp=24")).isEqualTo(1);
        assertThat(terminal.out()).contains("nothing is said about Turin, only about Milan");
        assertThat(turin("--min-tcb", "turin:microcod=1")).isEqualTo(2);
        assertThat(turin("--min-tcb", "milan:fmc=1")).isEqualTo(2);
        assertThat(terminal.err()).contains("what Milan has in its TCB version: bootloader, tee, snp, microcode");
    }

    @Test
    @DisplayName("V11: every demand is an option, and its short form another")
    void v11Options() {
        String[] all = {
            "--product",
            "turin",
            "--key-kind",
            "vcek",
            "--min-report-version",
            "5",
            "--no-provisional",
            "--id-block",
            "required",
            "--minimum-build",
            "1",
            "--min-firmware",
            "1.55"
        };
        assertThat(turin(all)).as(terminal.out()).isZero();
        assertThat(terminal.out())
                .containsPattern("passed +allowed-product +Turin")
                .containsPattern("passed +no-provisional +committed: ");
        assertThat(turin("--guest-svn", "1", "--guest-svn", "2")).isEqualTo(2);
        assertThat(terminal.err()).contains("guest-svn takes exactly one value");
    }

    @Test
    @DisplayName("V11: the verdict names the alternative that fits, or says why none does")
    void v11Alternatives(@TempDir Path folder) throws IOException {
        Path policy = Files.writeString(
                folder.resolve("fleet"), "no-provisional=yes\n[old]\nproduct=Milan\n[new]\nproduct=Turin,Venice\n");
        assertThat(turin("--policy-file", policy.toString())).isZero();
        assertThat(terminal.out().lines().findFirst().orElseThrow()).contains("alternative new");
        assertThat(turin("--policy-file", policy.toString(), "--product", "genoa"))
                .isEqualTo(1);
        assertThat(terminal.out())
                .containsPattern(
                        "verdict fail  alternative: none fits; old: allowed-product: .*new: allowed-product: ");
    }

    @Test
    @DisplayName("V11: a policy of go-sev-guest is taken as a policy file, with notes, and refused by field and line")
    void v11Foreign(@TempDir Path folder) throws IOException {
        Path policy = folder.resolve("policy.textproto");
        Files.writeString(policy, "{\"policy\": {\"policy\": \"196639\", \"minimumBuild\": 20}}");
        assertThat(turin("--policy-file", policy.toString())).as(terminal.out()).isZero();
        assertThat(terminal.err()).contains("note: vmpl is not there").contains("note: permitProvisionalFirmware");
        Files.writeString(policy, "{\"policy\": {\"polcy\": \"196639\"}}");
        assertThat(turin("--policy-file", policy.toString())).isEqualTo(2);
        assertThat(terminal.err())
                .contains("policy.polcy: this field is not known")
                .contains("did you mean policy");
        Files.writeString(policy, "vmpl = 0\nmesurement = 00\n");
        assertThat(turin("--policy-file", policy.toString())).isEqualTo(2);
        assertThat(terminal.err()).contains("line 2").contains("did you mean measurement");
    }

    /** V12: an error is a document too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify report --report /nowhere/report --certs /nowhere -o json",
                "verify report --output=json --bogus",
                "verify chain /nowhere -ojson",
                "show /nowhere -o json",
                "measure --type tdx -o json",
                "verify report --report /nowhere/report --certs /nowhere --vmpl 9 --output json"
            })
    void errorIsADocumentWithJson(String words) {
        assertThat(terminal.run(words.split(" "))).isEqualTo(2);
        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.keySet()).containsExactly("error");
        assertThat(json.getAsJsonObject("error").keySet())
                .containsExactly("code", "message", "found", "expected", "remedy");
        assertThat(json.getAsJsonObject("error").get("code").getAsString()).isNotBlank();
        assertThat(terminal.err()).isNotBlank();
    }

    @Test
    void withoutJsonAnErrorIsTextAlone() {
        assertThat(terminal.run("show", "/nowhere")).isEqualTo(2);
        assertThat(terminal.out()).isEmpty();
    }

    @Test
    void policyFileSaysTheSameWords(@TempDir Path folder) throws IOException {
        Path policy = Files.writeString(folder.resolve("policy"), "policy = debug=on\nallow-migrate-ma = yes\n");
        assertThat(turin("--policy-file", policy.toString())).isEqualTo(1);
        assertThat(terminal.out()).startsWith("verdict fail  policy: debug is not on");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify report} and {@code show} on evidence as clouds and tools hand it over. */
class VerifyEvidenceTest {
    private static final String AT = "2025-06-01";

    private final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    private static String data(String name) {
        return Firmware.data(name).toString();
    }

    private int verify(String report, String... more) {
        String[] fixed = {"verify", "report", "--report", report, "--at", AT};
        return terminal.run(
                Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray(String[]::new));
    }

    @Test
    void anAzureGuestsEvidencePassesWithItsHostsCertificates() {
        String hcl = data("cloud/azure/hcl-report.bin");

        assertThat(verify(hcl, "--certs", data("cloud/azure/thim.json"), "--report-data", "00"))
                .as(terminal.out() + terminal.err())
                .isZero();
        assertThat(terminal.out())
                .startsWith("verdict pass")
                .containsPattern("passed +evidence.form +the HCL report of an Azure guest")
                .containsPattern("passed +evidence.binding")
                .contains("user-data of the runtime data: 0000");
        assertThat(terminal.err()).contains("note: runtime data of 1110 bytes");
    }

    @Test
    void staleCertificatesOfTheHostAreTold() throws IOException {
        String thim = Files.readString(Firmware.data("cloud/azure/thim.json"))
                .replace("7308000000000003", "7208000000000003");
        Path stale = Files.writeString(folder.resolve("thim"), thim);

        assertThat(verify(data("cloud/azure/hcl-report.bin"), "--certs", stale.toString()))
                .isZero();
        assertThat(terminal.err())
                .contains(
                        "warning: certificates: " + stale + " states the TCB version 0x7208000000000003, and the report"
                                + " has 0x7308000000000003: its certificates are stale; fetch them anew");
        assertThat(verify(data("cloud/azure/hcl-report.bin"), "--certs", stale.toString(), "--vmpl", "3", "-o", "json"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("note: certificates: " + stale + " states");
        JsonObject json =
                JsonKeys.document(terminal.out().substring(terminal.out().indexOf("\n{")));
        assertThat(json.get("warnings").toString()).contains("certificates are stale");
    }

    @Test
    void certificatesOfOtherHostsAreNotStale() throws IOException {
        String thim = Files.readString(Firmware.data("cloud/azure/thim.json"));
        Path other = Files.writeString(folder.resolve("thim"), thim.replace("7308000000000003", "7208000000000003"));

        assertThat(verify(data("cloud/azure/hcl-report.bin"), "--certs", data("cloud/azure/thim.json"), other + ""))
                .isZero();
        assertThat(terminal.err()).doesNotContain("stale");
    }

    @Test
    void evidenceThatBringsItsCertificatesNeedsNoOthersButTheAuthorities() {
        int code = verify(
                data("cloud/trustee/snp-evidence.json"),
                "--certs",
                data("snp/ca/genoa_ask_ark_asvk.pem"),
                "-o",
                "json");

        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(code).as(terminal.out()).isZero();
        assertThat(json.getAsJsonObject("evidence").get("shapes").toString()).isEqualTo("[\"trustee-json\"]");
    }

    @Test
    void aFolderOfTheKernelIsVerifiedAndShown() throws IOException {
        Files.copy(Firmware.data("snp/milan-v3-vlek/test-vlek-report.bin"), folder.resolve("outblob"));
        Files.copy(Firmware.data("cloud/aws/vlek-only.table"), folder.resolve("auxblob"));
        Files.writeString(folder.resolve("provider"), "sev_guest\n");

        assertThat(verify(folder.toString(), "--certs", data("snp/ca/milan_ask_ark_asvk.pem")))
                .as(terminal.out())
                .isZero();
        Terminal shown = new Terminal();
        assertThat(shown.run("show", folder.toString())).isZero();
        assertThat(shown.out()).startsWith("evidence").contains("tsm-folder").contains("SEV-VLEK");
    }

    @Test
    void theFirstCheckSaysWhyEvidenceIsNotTaken() throws IOException {
        Path token = Files.write(folder.resolve("token"), HexFormat.of().parseHex("d901f5a0"));

        assertThat(verify(token.toString())).isEqualTo(1);
        assertThat(terminal.out())
                .containsPattern("failed +evidence.form .*a CBOR token, which is not taken .*unsigned CoRIM");
    }

    @Test
    void theResultIsAnEarWithoutASignature() {
        String report = data("snp/milan-v2/report_milan.bin");
        verify(report, "--certs", data("snp/milan-v2"), "-o", "ear");

        JsonObject ear = JsonKeys.document(terminal.out());
        JsonObject module = ear.getAsJsonObject("submods").getAsJsonObject("SEVSNP");
        assertThat(ear.get("eat_profile").getAsString()).isEqualTo("tag:github.com,2023:veraison/ear");
        assertThat(module.get("ear.status").getAsString()).isIn("affirming", "warning");
        JsonObject vector = module.getAsJsonObject("ear.trustworthiness-vector");
        assertThat(vector.get("instance-identity").getAsInt()).isEqualTo(2);
        assertThat(vector.get("executables").getAsInt()).isEqualTo(33);
        assertThat(vector.keySet()).hasSize(8);
    }

    private static JsonObject module(JsonObject ear) {
        return ear.getAsJsonObject("submods")
                .entrySet()
                .iterator()
                .next()
                .getValue()
                .getAsJsonObject();
    }

    /** An EAR's nonce as bytes, in hexadecimal digits. */
    private static String nonce(JsonObject ear) {
        String text = ear.get("eat_nonce").getAsString();
        assertThat(text).hasSizeBetween(8, 88).matches("[A-Za-z0-9_-]+");
        return HexFormat.of().formatHex(Base64.getUrlDecoder().decode(text));
    }

    @Test
    void anEarHasTheNonceThatWasDemandedAndFound() {
        String report = data("snp/milan-v2/report_milan.bin");
        String certs = data("snp/milan-v2");
        assertThat(verify(report, "--certs", certs, "-o", "json")).isZero();
        String reportData = JsonKeys.document(terminal.out())
                .getAsJsonObject("report")
                .get("reportData")
                .getAsString();

        assertThat(ear(report, "--certs", certs).has("eat_nonce"))
                .as("not demanded")
                .isFalse();
        assertThat(ear(report, "--certs", certs, "--report-data", "00").has("eat_nonce"))
                .as("not found")
                .isFalse();
        assertThat(nonce(ear(report, "--certs", certs, "--report-data", reportData)))
                .isEqualTo(reportData);
    }

    @Test
    void theNonceOfAnAzureGuestIsThatOfItsRuntimeData() {
        JsonObject ear = ear(
                data("cloud/azure/hcl-report.bin"), "--certs", data("cloud/azure/thim.json"), "--report-data", "00");

        assertThat(nonce(ear)).isEqualTo("00".repeat(64));
        assertThat(module(ear)
                        .getAsJsonObject("ear.veraison.annotated-evidence")
                        .get("reportData")
                        .getAsString())
                .isNotEqualTo("00".repeat(64));
    }

    @Test
    void theNonceOfAReportOfSevIsItsMnonce() {
        String nonce = "000102030405060708090a0b0c0d0e0f";
        JsonObject ear = ear(
                data("legacy/report/sev-debug.bin"),
                "--certs",
                data("migration-vector/sender-chain.cert"),
                "--report-data",
                nonce,
                "--allow-debug");

        assertThat(nonce(ear)).isEqualTo(nonce);
    }

    @Test
    void anEarNamesThePolicyFileByItsHash() throws IOException {
        String report = data("snp/milan-v2/report_milan.bin");
        Path policy = Files.writeString(folder.resolve("policy"), "vmpl = 0\n");

        assertThat(module(ear(report, "--certs", data("snp/milan-v2"), "--policy-file", policy + ""))
                        .get("ear.appraisal-policy-id")
                        .getAsString())
                .isEqualTo("nih:sha-256;4d5b86188a552f762bca410b6cdd12c45d6d34d105a157bdafcfa0466eec7a24");
        assertThat(module(ear(report, "--certs", data("snp/milan-v2"), "--vmpl", "0"))
                        .has("ear.appraisal-policy-id"))
                .isFalse();
    }

    private JsonObject ear(String report, String... more) {
        Terminal other = new Terminal();
        Stream<String> words = Stream.of("verify", "report", "--report", report, "--at", AT, "-o", "ear");
        other.run(Stream.concat(words, Arrays.stream(more)).toArray(String[]::new));
        return JsonKeys.document(other.out());
    }

    @Test
    void aNegativeVerdictIsContraindicated() {
        assertThat(verify(data("snp/milan-v2/report_milan.bin"), "--certs", data("snp/genoa-v3"), "-o", "ear"))
                .isEqualTo(1);

        JsonObject module =
                JsonKeys.document(terminal.out()).getAsJsonObject("submods").getAsJsonObject("SEVSNP");
        assertThat(module.get("ear.status").getAsString()).isEqualTo("contraindicated");
        assertThat(module.getAsJsonObject("ear.trustworthiness-vector")
                        .get("hardware")
                        .getAsInt())
                .isEqualTo(99);
    }

    @Test
    void aReportOfSevIsJudgedByItsPlatformsPek() {
        int code = verify(
                data("legacy/report/sev-debug.bin"),
                "--certs",
                data("migration-vector/sender-chain.cert"),
                "--report-data",
                "000102030405060708090a0b0c0d0e0f",
                "-o",
                "json");

        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(code).isEqualTo(1);
        assertThat(json.getAsJsonObject("report").get("policy").getAsString()).isEqualTo("0x1000000");
        assertThat(json.get("checks").toString()).contains("policy.debug");
    }

    @Test
    void evidenceIsShownWithItsReport() {
        assertThat(terminal.run("show", data("cloud/azure/hcl-report.bin"))).isZero();
        assertThat(terminal.out())
                .startsWith("evidence")
                .contains("hcl-report")
                .contains("measurement")
                .contains("user-data");
        Terminal thim = new Terminal();
        assertThat(thim.run("show", data("cloud/azure/thim.json"))).isZero();
        assertThat(thim.out()).contains("thim-json").contains("tcbm").contains("ARK-Milan");
    }
}

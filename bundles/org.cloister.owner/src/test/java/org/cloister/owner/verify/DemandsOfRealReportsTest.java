// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.owner.verify.Artefacts.bytes;
import static org.cloister.owner.verify.Artefacts.certificates;
import static org.cloister.owner.verify.Artefacts.path;
import static org.cloister.owner.verify.Verifications.assertFailed;
import static org.cloister.owner.verify.Verifications.assertPassed;
import static org.cloister.owner.verify.Verifications.detail;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an owner can demand, each met and not met by a real report of AMD's. */
class DemandsOfRealReportsTest {
    private static final Map<String, List<String>> REAL = Map.of(
            "milan", List.of("snp/milan-v2", "report_milan.bin", "2026-06-01T00:00:00Z"),
            "genoa", List.of("snp/genoa-v3", "genoa_attestation_report.bin", "2026-06-01T00:00:00Z"),
            "turin", List.of("snp/turin-v5", "turin_attestation_report.bin", "2026-06-01T00:00:00Z"),
            "vlek", List.of("snp/milan-v3-vlek", "test-vlek-report.bin", "2025-06-01T00:00:00Z"));

    private static VerificationResult verify(String report, String policy) {
        List<String> files = REAL.get(report);
        Bytes content = bytes(files.get(0) + "/" + files.get(1));
        return ReportVerifier.of(Roots.amd(), Crypto.fastest())
                .verify(
                        content,
                        certificates(files.get(0)),
                        Instant.parse(files.get(2)),
                        AppraisalPolicy.parse(policy.replace(';', '\n'), "policy.txt"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "milan | product = Milan | ''",
                "milan | product = genoa, MILAN | ''",
                "milan | product = Genoa,Turin | allowed-product",
                "genoa | product = Genoa | ''",
                "turin | product = Turin | ''",
                "turin | product = Venice | allowed-product",
                "milan | key-kind = vcek | ''",
                "milan | key-kind = vlek | key-kind",
                "vlek | key-kind = vlek | ''",
                "vlek | key-kind = vcek | key-kind",
                "milan | min-report-version = 2 | ''",
                "milan | min-report-version = 3 | minimum-report-version",
                "turin | min-report-version = 0x5 | ''",
                "milan | no-provisional = yes | ''",
                "genoa | no-provisional = on | ''",
                "turin | no-provisional = true | ''",
                "vlek | no-provisional = yes | no-provisional",
                "vlek | no-provisional = no | ''",
                "milan | id-block = none | ''",
                "milan | id-block = required | id-block",
                "turin | id-block = required | ''",
                "turin | id-block = none | id-block",
                "turin | platform-info = iommu-write-safe=yes | ''",
                "turin | platform-info = iommu-write-safe=false | platform-info",
                "genoa | platform-info = iommu-write-safe=on | platform-info",
                "milan | minimum-build = 4 | ''",
                "milan | min-build = 5 | minimum-build",
                "milan | min-tcb = milan:boot-loader=3,tee=0,snp=8,microcode=115 | ''",
                "milan | min-tcb = Milan:bootloader=3,tee=0,snp=8,microcode=116 | minimum-tcb",
                "milan | min-tcb = turin:fmc=1,bootloader=1,tee=1,snp=4,microcode=81 | minimum-tcb",
                "turin | min-tcb = milan:snp=8; min-tcb = turin:fmc=1,bootloader=1,tee=1,snp=4,microcode=81 | ''",
                "turin | min-tcb = milan:snp=8; min-tcb = turin:fmc=2 | minimum-tcb",
                "turin | min-tcb = bootloader=3,snp=8; min-tcb = turin:fmc=1 | ''",
                "milan | min-tcb = bootloader=3,snp=9; min-tcb = turin:fmc=1 | minimum-tcb",
                "milan | min-tcb = snp=9; min-tcb = microcode=115 | ''",
                "milan | min-tcb = snp=9; min-tcb = microcode=116 | minimum-tcb",
                "milan | min-launch-tcb = milan:snp=8; min-committed-tcb = milan:snp=8; min-current-tcb = tee=0 | ''",
                "milan | min-tcb = snp=1; min-tcb = milan:snp=9 | minimum-tcb",
                "milan | min-tcb = fmc=0 | minimum-tcb",
                "milan | require-crl = no; require-chip-id = false; allow-debug = off | ''"
            })
    @DisplayName("V11: demands on real reports")
    void v11(String report, String policy, String failed) {
        VerificationResult result = verify(report, policy);

        if (failed.isEmpty()) {
            assertPassed(result);
        } else {
            assertThat(detail(assertFailed(result, failed), failed)).isNotBlank();
        }
    }

    @Test
    @DisplayName("V11: a demand on a component that the generation lacks, or on another generation, says so")
    void v11Component() {
        assertThat(detail(verify("milan", "min-tcb=fmc=0"), "minimum-tcb"))
                .isEqualTo("this generation has no fmc in its TCB version");
        assertThat(detail(verify("milan", "min-tcb=turin:fmc=1"), "minimum-tcb"))
                .isEqualTo("nothing is said about Milan, only about Turin");
        assertThat(detail(verify("milan", "min-tcb=snp=9\nmin-tcb=microcode=116"), "minimum-tcb"))
                .isEqualTo("snp is 8, expected at least 9; or microcode is 115, expected at least 116");
    }

    @Test
    @DisplayName("V11, R16b: a minimum for a product that leaves out what comes before warns")
    void v11Gaps() {
        assertThat(verify("turin", "min-tcb=milan:bootloader=9\nmin-tcb=turin:tee=1,snp=4")
                        .warnings())
                .extracting(VerificationWarning::text)
                .anyMatch(one -> one.startsWith("nothing is demanded of fmc, bootloader, and firmware"));
        assertThat(verify("turin", "min-tcb=milan:snp=9\nmin-tcb=turin:fmc=1,bootloader=1,tee=1,snp=4")
                        .warnings())
                .extracting(VerificationWarning::name)
                .doesNotContain("minimum-tcb");
    }

    @Test
    @DisplayName("V11: one policy for a fleet: the alternative that fits is named, or why none does")
    void v11Alternatives() {
        String fleet = """
                no-provisional = yes
                [milan]
                product = Milan
                min-tcb = bootloader=3,tee=0,snp=8,microcode=115
                [turin]
                product = Turin
                min-tcb = fmc=1,bootloader=1,tee=1,snp=4,microcode=81
                """;

        assertThat(detail(assertPassed(verify("milan", fleet)), "alternative")).isEqualTo("milan");
        assertThat(detail(assertPassed(verify("turin", fleet)), "alternative")).isEqualTo("turin");
        VerificationResult genoa =
                assertFailed(verify("genoa", fleet), "alternative", "minimum-tcb", "allowed-product");
        assertThat(genoa.reason().orElseThrow().detail())
                .startsWith("none fits; milan: minimum-tcb: ")
                .contains("turin: ");
        String nearest = "[a];vmpl=1;guest-svn=9;[b];vmpl=2;[c];vmpl=3;guest-svn=9";
        assertFailed(verify("milan", nearest), "alternative", "vmpl");
        VerificationResult broken = ReportVerifier.of(Roots.amd(), Crypto.fastest())
                .verify(
                        bytes("snp/guest_report_bad_sig.bin"),
                        certificates("snp/milan-v2"),
                        Instant.EPOCH,
                        AppraisalPolicy.parse(fleet, "policy.txt"));
        assertFailed(broken, "report.size");
    }

    @Test
    @DisplayName("V11: policies of go-sev-guest and Contrast, met and not met by a real report")
    void v11Foreign() {
        String go = "{\"policy\":{\"policy\":\"196608\",\"minimumTcb\":\"%s\",\"vmpl\":0}}";
        assertPassed(verify("milan", go.formatted("8288875114175397891")));
        assertFailed(verify("milan", go.formatted("8288875114175397892")), "minimum-tcb");
        assertPassed(verify("turin", go.replace("196608", "196639").formatted("5836665117139337473")));
        assertFailed(verify("turin", go.replace("196608", "196640").formatted("5836665117139337473")), "policy");
        String contrast = "{\"snp\":[{\"ProductName\":\"%s\",\"TrustedMeasurement\":\"" + "00".repeat(48)
                + "\",\"MinimumTCB\":{\"BootloaderVersion\":3,\"TEEVersion\":0,\"SNPVersion\":8,"
                + "\"MicrocodeVersion\":115},\"GuestPolicy\":{\"SMT\":true}}]}";
        assertFailed(
                verify("milan", contrast.formatted("Milan")),
                "alternative",
                "measurement",
                "id-block",
                "platform-info",
                "require-crl");
    }

    @Test
    @DisplayName("V11: a VCEK by the SHA-256 of its certificate, in either notation")
    void v11Leaf() throws IOException {
        Bytes der = Bytes.of(Files.readAllBytes(path("snp/milan-v2/vcek_milan.der")));
        Bytes digest = Crypto.platform().digest(Hash.SHA256, der);

        String measured = "eh5cJmwBCNvJu5T6kmlRMglAkV0Kr7QkZL2ItXnqFY0+Gg3DmyxgvZW5xIDNgYQf";
        assertPassed(verify("milan", "leaf-digest = " + digest.hex() + "\nmeasurement = " + measured));
        assertPassed(verify("milan", "leaf-digest = " + "00".repeat(32) + ", " + digest.hex()));
        assertFailed(verify("genoa", "leaf-digest = " + digest.hex()), "leaf-digest");
    }
}

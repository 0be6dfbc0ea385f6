// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.attest.Attested.failed;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.CertificateFiles;
import org.cloister.owner.verify.Roots;
import org.cloister.owner.verify.VerificationResult;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.testing.DataFolder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Emulated certificates mixed with real ones of the same product line: neither vouches for the other's reports. */
class BesideAmdTest {
    @ParameterizedTest
    @CsvSource({"MILAN, snp/milan-v2", "GENOA, snp/genoa-v3", "TURIN, snp/turin"})
    void anEmulatedReportNeverPassesUnderAmdsRoot(EmulatedGeneration generation, String real) {
        Attested platform = Attested.by(generation);
        CertificateBundle amds = new CertificateFiles().add(data(real)).bundle();
        assertThat(amds.certificates())
                .anyMatch(one -> one.role().filter(CertificateRole.ARK::equals).isPresent());

        VerificationResult mixed = Attested.verify(
                Roots.amd(), platform.report(), platform.bundle().and(amds));
        VerificationResult amdsAlone = Attested.verify(Roots.amd(), platform.report(), amds);

        assertThat(mixed.passed()).isFalse();
        assertThat(failed(mixed)).contains("root.trusted");
        assertThat(amdsAlone.passed()).isFalse();
        assertThat(failed(amdsAlone)).contains("report.signature", "chip-id");
    }

    @ParameterizedTest
    @CsvSource({"MILAN, snp/milan-v2, report_milan.bin", "GENOA, snp/genoa-v3, genoa_attestation_report.bin"})
    void aRealReportNeverPassesUnderAnEmulatedRoot(EmulatedGeneration generation, String real, String report)
            throws Exception {
        Attested platform = Attested.by(generation);
        CertificateBundle amds = new CertificateFiles().add(data(real)).bundle();
        Bytes content = Bytes.of(Files.readAllBytes(data(real).resolve(report)));

        VerificationResult result =
                Attested.verify(platform.roots(), content, platform.bundle().and(amds));

        assertThat(result.passed()).isFalse();
        assertThat(failed(result)).isNotEmpty();
    }

    private static Path data(String name) {
        return DataFolder.path(name);
    }
}

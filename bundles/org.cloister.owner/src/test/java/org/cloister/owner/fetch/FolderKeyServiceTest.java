// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.KdsSubject;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.api.Limits;
import org.cloister.owner.testing.Data;
import org.cloister.owner.verify.Roots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder in the place of a service: with what was fetched elsewhere, or as trustee keeps it. */
class FolderKeyServiceTest {
    private static final String MILAN = "snp/milan-v2/report_milan.bin";
    private static final String TURIN = "snp/turin-v5/turin_attestation_report.bin";
    private static final String MILAN_CHIP =
            "d49554ec717f4e5b0fe6b143bcf0405bd7ae304727edf46603f2a76aef6a3abc15d7af38db757039029f0efacfd08e244324884738c72b082e2f87a44d541eb6";

    @TempDir
    private Path folder;

    private Fetched fetch(KdsRequest request) {
        FetchSettings settings = new FetchSettings(
                folder.resolve("cache"),
                Optional.of(FetchSettings.mirror(folder.resolve("store").toUri().toString())),
                false,
                Duration.ofMinutes(1),
                ProxyChoice.of(Map.of(), new Properties()));
        TestClock clock = new TestClock("2026-06-01T00:00:00Z");
        return new CertificateFetcher(settings, Roots.amd(), List.of(), clock, Limits.NONE).any(List.of(request));
    }

    private void put(String name, Bytes content) throws IOException {
        Path file = folder.resolve("store").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.toArray());
    }

    @ParameterizedTest
    @CsvSource({
        MILAN + ", vcek/" + MILAN_CHIP + "/bl03_tee00_snp08_ucode115_vcek.der, snp/milan-v2/vcek_milan.der",
        MILAN + ", vcek/" + MILAN_CHIP + "/vcek.der, snp/milan-v2/vcek_milan.der",
        MILAN + ", vcek-Milan-" + MILAN_CHIP + "-7308000000000003.der, snp/milan-v2/vcek_milan.der",
    })
    void certificateIsFoundByEachOfItsNames(String report, String name, String content) throws IOException {
        put(name, Data.bytes(content));

        assertThat(fetch(FetchBed.of(report, KdsSubject.CHIP_CERTIFICATE)).found())
                .isTrue();
    }

    @Test
    void certificateOfTurinIsFoundByItsShortIdAndFmc() throws IOException {
        KdsRequest key = FetchBed.of(TURIN, KdsSubject.CHIP_CERTIFICATE);
        TcbVersion tcb = key.tcb().orElseThrow();
        String name = "bl%02d_tee%02d_snp%02d_ucode%02d_fmc%02d_vcek.der"
                .formatted(
                        tcb.raw() >>> 8 & 0xff,
                        tcb.raw() >>> 16 & 0xff,
                        tcb.raw() >>> 24 & 0xff,
                        tcb.raw() >>> 56 & 0xff,
                        tcb.raw() & 0xff);
        put("vcek/" + key.hardwareId().hex() + "/" + name, FetchBed.der("snp/turin-v5/turin_vcek.pem"));

        assertThat(fetch(key).note()).isEmpty();
    }

    @Test
    void chainIsFoundByThePathOfTheService() throws IOException {
        put("vcek/v1/Milan/cert_chain", Data.bytes("snp/milan-v2/cert_chain_milan"));

        assertThat(fetch(FetchBed.milan(KdsSubject.CHIP_CHAIN)).found()).isTrue();
    }

    @Test
    void whatTheFolderHasIsJudgedToo() throws IOException {
        put("vcek/" + MILAN_CHIP + "/vcek.der", FetchBed.der("snp/genoa-v3/genoa_vcek.pem"));

        assertThat(fetch(FetchBed.milan(KdsSubject.CHIP_CERTIFICATE)).note()).contains("of another chip");
        assertThat(fetch(FetchBed.milan(KdsSubject.CHIP_CHAIN)).note()).contains("has none");
    }
}

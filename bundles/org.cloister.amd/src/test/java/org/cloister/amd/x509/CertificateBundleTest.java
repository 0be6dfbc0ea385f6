// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with certificates, of all kinds. */
class CertificateBundleTest {
    private static final String DER = "snp/milan-v2/vcek_milan.der";

    private static Bytes text(String content) {
        return Bytes.of(content.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource({
        DER + ", 1",
        "snp/milan-v2/cert_chain_milan, 2",
        "snp/milan-v3-vlek/milan_ask_ark_asvk.pem, 3",
        "snp/turin/cert_chain_turin, 2"
    })
    void filesGiveTheirCertificates(String path, int count) {
        Bytes content = TestData.bytes(path);

        CertificateBundle bundle = CertificateBundle.read(content, path);

        assertThat(CertificateBundle.seems(content)).isTrue();
        assertThat(bundle.certificates()).hasSize(count);
        assertThat(bundle.problems()).isEmpty();
    }

    @Test
    void tableGivesThoseOfKnownKinds() {
        Bytes der = TestData.bytes(DER);
        Bytes chain = TestData.bytes("snp/milan-v2/cert_chain_milan");
        CertificateTable table = CertificateTable.of(List.of(
                new CertificateEntry(CertificateKind.VCEK, der),
                new CertificateEntry(java.util.UUID.randomUUID(), text("something")),
                new CertificateEntry(CertificateKind.ASK, chain),
                new CertificateEntry(CertificateKind.ARK, text("nonsense"))));

        CertificateBundle bundle = CertificateBundle.read(table.encode(), "table");

        assertThat(bundle.certificates()).hasSize(3);
        assertThat(bundle.problems()).singleElement().extracting(Problem::where).isEqualTo("table, entry ARK");
        assertThat(bundle.ignored())
                .singleElement()
                .satisfies(one -> assertThat(one.kind()).isEqualTo("9 bytes of a kind that is not known"));
    }

    @ParameterizedTest
    @CsvSource({
        "00112233445566778899aabbccddeeff3000000000000000, nothing but the unknown kind 00112233-4455-6677-8899-aabbccddeeff of length 0",
        "9f4116cdc5034f5a8f6ffb68882f4ce23000000002000000, nothing but the unknown kind 9f4116cd-c503-4f5a-8f6f-fb68882f4ce2 of length 2",
        "'', a certificate table without an entry"
    })
    void ownerV13_tableWithoutCertificatesIsNamedAsThat(String row, String told) {
        Bytes table = Bytes.ofHex(row + "00".repeat(24) + "7777");

        CertificateBundle bundle = CertificateBundle.read(row.isEmpty() ? Bytes.of(new byte[4096]) : table, "t");

        assertThat(bundle.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .contains("this file has no certificates", told)
                        .contains("GHCB certificate table with ARK"));
    }

    @Test
    void ownerV5_fileOfNothingButBeginningsIsReadOnceAndItsProblemsAreCounted() {
        Bytes beginnings = text("-----BEGIN A-----".repeat(1 << 14));

        CertificateBundle bundle = CertificateBundle.read(beginnings, "f");

        assertThat(bundle.problems()).hasSize(64);
        assertThat(bundle.ignored())
                .singleElement()
                .satisfies(one -> assertThat(one.kind()).isEqualTo((1 << 14) - 64 + " more that cannot be read"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', x509.file",
        "hello, x509.file",
        "-----BEGIN CERTIFICATE-----, x509.pem",
        "-----BEGIN certificate-----, x509.pem",
        "-----BEGIN CERTIFICATE-----AA==-----END CERTIFICATE-----, der.truncated",
        "-----BEGIN CERTIFICATE-----AB==-----END CERTIFICATE-----, x509.pem",
        "-----BEGIN PUBLIC KEY-----AA==-----END PUBLIC KEY-----, x509.pem.label",
        "0, der.truncated"
    })
    void whatCannotBeReadIsAProblem(String content, String code) {
        CertificateBundle bundle = CertificateBundle.read(text(content), "file");

        assertThat(bundle.certificates()).isEmpty();
        assertThat(bundle.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.where()).startsWith("file");
        });
    }

    @Test
    void otherFilesDoNotSeemToBeOne() {
        assertThat(CertificateBundle.seems(TestData.bytes("snp/milan-v2/report_milan.bin")))
                .isFalse();
        assertThat(CertificateBundle.seems(Bytes.of(new byte[4096]))).isFalse();
        assertThat(CertificateBundle.seems(Bytes.EMPTY)).isFalse();
    }

    @Test
    void certificateWithABehindIsNotTwo() {
        Bytes der = TestData.bytes(DER);
        Bytes twice = Bytes.ofHex(der.hex() + der.hex());

        assertThat(CertificateBundle.read(twice, "twice").problems())
                .singleElement()
                .extracting(Problem::code)
                .isEqualTo("der.trailing");
    }

    @Test
    void neverAnException() {
        Hostile.random(600, bytes -> CertificateBundle.read(bytes, "random"));
        Hostile.mutated(TestData.bytes("snp/genoa-v3/genoa_vcek.pem"), bytes -> {
            CertificateBundle bundle = CertificateBundle.read(bytes, "mutated");
            assertThat(bundle.certificates().size() + bundle.problems().size()).isPositive();
        });
    }
}

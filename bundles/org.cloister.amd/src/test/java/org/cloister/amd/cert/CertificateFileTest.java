// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testdata.Problems.refused;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

class CertificateFileTest {
    private static final List<String> ALL = List.of(
            "legacy/naples/pdh.cert",
            "legacy/naples/pek.cert",
            "legacy/naples/oca.cert",
            "legacy/naples/cek.cert",
            "legacy/ca/naples/ask.cert",
            "legacy/ca/milan/ask.cert",
            "legacy/ca/naples/ark.cert");

    private static Bytes joined(List<String> paths) {
        return Bytes.ofHex(
                paths.stream().map(path -> TestData.bytes(path).hex()).collect(Collectors.joining()));
    }

    @Test
    void readsThemOneBehindTheOther() {
        List<AmdFormatCertificate> all = CertificateFile.decode(joined(ALL), "chain");
        assertThat(all)
                .extracting(AmdFormatCertificate::usage)
                .containsExactly(
                        KeyUsage.PDH,
                        KeyUsage.PEK,
                        KeyUsage.OCA,
                        KeyUsage.CEK,
                        KeyUsage.ASK,
                        KeyUsage.ASK,
                        KeyUsage.ARK);
        assertThat(CertificateFile.encode(all)).isEqualTo(joined(ALL));
    }

    @Test
    void thePlatformsChainHas6252Bytes() {
        Bytes chain = joined(ALL.subList(1, 4));
        assertThat(chain.length()).isEqualTo(6252);
        assertThat(CertificateFile.decode(chain, "chain"))
                .allMatch(one -> one instanceof SevCertificate)
                .hasSize(3);
    }

    @Test
    void theRootWithoutSignatureMayComeLast() {
        Bytes chain = joined(List.of("legacy/ca/naples/ask.cert", "legacy/naples/ark.cert.bad"));
        assertThat(CertificateFile.decode(chain, "chain")).hasSize(2);
    }

    @Test
    void readsASingleOne() {
        assertThat(Stream.of("legacy/naples/cek.cert", "legacy/ca/turin/ark.cert", "legacy/naples/ark.cert.bad")
                        .map(path -> CertificateFile.decode(TestData.bytes(path), path)
                                .size()))
                .containsOnly(1);
    }

    @Test
    void saysWhichOneCannotBeRead() {
        Bytes chain = joined(ALL.subList(0, 3));
        assertThat(refused("cert.length", () -> CertificateFile.decode(chain.slice(0, 5000), "chain.cert"))
                        .message())
                .contains("chain.cert, certificate at offset 0x1048", "found 832 bytes, expected 2084 bytes");
        refused("cert.length", () -> CertificateFile.decode(Bytes.EMPTY, "empty"));
    }

    @Test
    void readsSixteenAtMost() {
        String one = TestData.bytes("legacy/ca/naples/ask.cert").hex();
        assertThat(CertificateFile.decode(Bytes.ofHex(one.repeat(16)), "x")).hasSize(16);
        refused("cert.count", () -> CertificateFile.decode(Bytes.ofHex(one.repeat(17)), "x"));
    }
}

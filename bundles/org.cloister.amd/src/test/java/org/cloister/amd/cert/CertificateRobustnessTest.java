// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import org.cloister.amd.testdata.Hostile;
import org.cloister.amd.testing.TestData;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRobustnessTest {
    private static void read(Bytes bytes) {
        CertificateFile.decode(bytes, "file").forEach(CertificateRobustnessTest::use);
    }

    private static void use(AmdFormatCertificate certificate) {
        certificate.show();
        certificate.violations();
        certificate.signedBytes();
        if (certificate instanceof CaCertificate ca) {
            Hostile.tolerate(() -> ca.key().toPublicKey());
            ca.signature();
            ca.algorithm();
        }
        if (certificate instanceof SevCertificate sev) {
            Hostile.tolerate(() -> sev.ecKey().toPublicKey());
            Hostile.tolerate(() -> sev.first().rsa(256));
        }
    }

    @Test
    void randomBytes() {
        Hostile.random(SevCertificate.SIZE, CertificateRobustnessTest::read);
        Hostile.random(1600, CertificateRobustnessTest::read);
        Hostile.random(SevCertificate.SIZE, bytes -> use(SevCertificate.decode(bytes, "x")));
        Hostile.random(832, bytes -> use(CaCertificate.decode(bytes, "x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "legacy/naples/pek.cert",
                "legacy/naples/cek.cert",
                "session-vector/v_godh.bin",
                "legacy/ca/naples/ask.cert",
                "legacy/naples/ark.cert.bad"
            })
    void changedCertificates(String path) {
        Hostile.mutated(TestData.bytes(path), CertificateRobustnessTest::read);
    }

    @Test
    void changedHeadsOfLongCertificates() {
        Bytes good = TestData.bytes("legacy/ca/milan/ark.cert");
        for (int i = 0; i < 0x48; i++) {
            for (int value = 0; value < 256; value += 15) {
                Bytes bad = Hostile.changed(good, i, value);
                Hostile.tolerate(() -> read(bad));
            }
        }
    }
}

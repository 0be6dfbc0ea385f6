// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.cert.CaCertificate;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.CertificateRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The certificates of AMD's that are part of the product. */
class AmdAuthoritiesTest {
    private static final Crypto CRYPTO = Crypto.fastest();

    private static List<AmdCertificate> all() {
        return Generations.withSnp().stream()
                .flatMap(one -> AmdAuthorities.snp(one).stream())
                .toList();
    }

    private static AmdCertificate one(String name) {
        return all().stream()
                .filter(candidate -> candidate.subject().commonName().orElse("").equals(name))
                .findFirst()
                .orElseThrow();
    }

    // The digests are equal in four independent public verifiers.
    @ParameterizedTest
    @CsvSource({
        "ARK-Milan, 0x010000, 69d063b45344d26a2e94e1f4210de49ef555308287d4c174445c95639a540bcd",
        "SEV-Milan, 0x010001, 67d303bd3905fd38db8b20e0793699870e7fa612eaad5dec358293fd8c0bac1b",
        "SEV-VLEK-Milan, 0x010101, c5e081f59b7efab1fe2f8b505e159704e72f29cab7ef7cf628a05a42439082f5",
        "ARK-Genoa, 0x020000, 4c6598d19c18719c5dfd4a7d335f674e5bfe1d8f800cea2cf270c10d103db2f1",
        "SEV-Genoa, 0x020002, 5464738c1546aed5f2cecf1dc98c5c960a92e8913238a61711bc90ec6e828521",
        "SEV-VLEK-Genoa, 0x020101, 197e610743a917d6b9bb982a5a9226ccc0a15b611be0619e626aca9151457372",
        "ARK-Turin, 0x030000, 1f084161a44bb6d93778a904877d4819cafa5d05ef4193b2ded9dd9c73dd3f6a",
        "SEV-Turin, 0x030001, 5b77ef5fe7a7a004fd9032668fba9d0fda22f88c4442069a479636a6ae3b3185",
        "SEV-VLEK-Turin, 0x030101, 104e10a8bd060a3c20a434261a57d0588fd65a88915b4f65b08bdecaf8df1a3c"
    })
    void ownerV6_eachOfSnpIsTheOneThatAmdPublishes(String name, String serial, String digest) {
        AmdCertificate certificate = one(name);

        assertThat(CRYPTO.digest(Hash.SHA256, certificate.encoded()).hex()).isEqualTo(digest);
        assertThat(certificate.serial()).isEqualTo(Integer.decode(serial).intValue());
        assertThat(certificate.where()).contains("built in");
    }

    @Test
    void ownerV6_rootsOfSnpHaveThePinnedKeysAndSignTheOthers() {
        assertThat(all()).hasSize(9);
        for (Generation generation : Generations.withSnp()) {
            List<AmdCertificate> all = AmdAuthorities.snp(generation);
            for (AmdCertificate root : of(all, CertificateRole.ARK)) {
                assertThat(root.keyFingerprint()).isEqualTo(generation.requireRoot());
                assertThat(all).hasSize(3).allMatch(one -> one.isSignedBy(root, CRYPTO));
            }
            assertThat(all)
                    .allSatisfy(one ->
                            assertThat(one.roleFaults(one.role().orElseThrow())).isEmpty());
        }
        assertThat(AmdAuthorities.snp(Generation.VENICE)).isEmpty();
    }

    private static List<AmdCertificate> of(List<AmdCertificate> all, CertificateRole role) {
        return all.stream()
                .filter(one -> one.role().filter(role::equals).isPresent())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"NAPLES", "ROME", "MILAN", "GENOA", "TURIN"})
    void ownerV6_rootsOfSevHaveThePinnedKeysAndSignTheOthers(Generation generation) {
        SevSignatures signatures = new SevSignatures(CRYPTO, SignatureMemory.none());
        CaCertificate root = sev(KeyUsage.ARK)
                .filter(one -> one.key().fingerprint().equals(generation.requireRoot()))
                .findFirst()
                .orElseThrow();

        assertThat(AmdAuthorities.sev(any -> true)).hasSize(10);
        assertThat(Roots.amd().trusts(root)).isTrue();
        assertThat(signatures.valid(root, root)).isTrue();
        assertThat(sev(KeyUsage.ASK).filter(one -> signatures.valid(one, root))).hasSize(1);
    }

    private static Stream<CaCertificate> sev(KeyUsage usage) {
        return AmdAuthorities.sev(any -> true)
                .map(one -> (CaCertificate) one.certificate())
                .filter(one -> one.usage() == usage);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.amd.testing.Refusals.refusal;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RsaKeyPairTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Bytes ID = Bytes.ofHex("1bb987c359494606b174945601c9ea5b");

    @ParameterizedTest
    @CsvSource({"2048, RSA_SHA256, 832", "4096, RSA_SHA384, 1600"})
    void signsAsAmdsKeysDo(int bits, KeyAlgorithm algorithm, int size) throws GeneralSecurityException {
        RsaKeyPair root = RsaKeyPair.generate(bits, RANDOM);
        CaCertificate blank = CaCertificate.unsigned(ID, ID, KeyUsage.ARK, root.publicKey());
        CaCertificate ark = blank.withSignature(root.sign(blank.signedBytes()));

        assertThat(root.algorithm()).isEqualTo(ark.algorithm()).isEqualTo(algorithm);
        assertThat(CaCertificate.decode(ark.encode(), "ark").encode().length()).isEqualTo(size);
        assertThat(ark.selfIssued()).isTrue();
        assertThat(Signatures.rsa(
                        ark.key().toPublicKey(),
                        ark.algorithm(),
                        ark.signedBytes(),
                        ark.signature().orElseThrow()))
                .isTrue();
    }

    @Test
    void signsThePlatformsKeys() throws GeneralSecurityException {
        RsaKeyPair ask = RsaKeyPair.generate(2048, RANDOM);
        try (EcKeyPair cek = EcKeyPair.generate(RANDOM)) {
            SevCertificate blank =
                    SevCertificate.unsigned(1, 55, KeyUsage.CEK, KeyAlgorithm.ECDSA_SHA256, cek.publicKey());
            CertificateSignature signature =
                    CertificateSignature.ofRsa(KeyUsage.ASK, ask.algorithm(), ask.sign(blank.signedBytes()));
            SevCertificate signed =
                    SevCertificate.decode(blank.withFirst(signature).encode(), "cek");

            assertThat(signed.violations()).isEmpty();
            assertThat(Signatures.rsa(
                            ask.publicKey().toPublicKey(),
                            ask.algorithm(),
                            signed.signedBytes(),
                            signed.first().rsa(256)))
                    .isTrue();
        }
    }

    /** The primes are the key: what two of 1024 bits sign is right for Java too, and so is another digest. */
    @Test
    void aKeptKeySignsTheSame() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        RSAPrivateCrtKey javas = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
        RsaKeyPair two = RsaKeyPair.of(List.of(javas.getPrimeP(), javas.getPrimeQ()));
        RsaKeyPair many = RsaKeyPair.generate(4096, RANDOM);
        RsaKeyPair again = RsaKeyPair.of(many.primes());

        assertThat(two.publicKey()).isEqualTo(new RsaKey(javas.getModulus(), javas.getPublicExponent()));
        assertThat(again.publicKey()).isEqualTo(many.publicKey());
        assertThat(many.primes()).hasSize(8).allMatch(prime -> prime.bitLength() == 512);
        for (RsaKeyPair one : List.of(two, many, again)) {
            assertThat(Signatures.rsa(
                            one.publicKey().toPublicKey(), KeyAlgorithm.RSA_SHA384, ID, one.sign(ID, Hash.SHA384)))
                    .isTrue();
        }
        Bytes another = RsaKeyPair.generate(4096, RANDOM).sign(ID);
        assertThat(Signatures.rsa(many.publicKey().toPublicKey(), KeyAlgorithm.RSA_SHA384, ID, another))
                .isFalse();
    }

    /** The salt is drawn, so no two signatures are alike; each of them counts, those with a zero in front too. */
    @Test
    void everySignatureCounts() throws GeneralSecurityException {
        RsaKeyPair key = RsaKeyPair.generate(2048, RANDOM);
        Set<Bytes> all = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            Bytes signature = key.sign(ID);
            assertThat(signature.length()).isEqualTo(256);
            assertThat(Signatures.rsa(key.publicKey().toPublicKey(), KeyAlgorithm.RSA_SHA256, ID, signature))
                    .isTrue();
            all.add(signature);
        }
        assertThat(all).hasSize(300);
    }

    @Test
    void signaturesHaveTheirRoom() {
        Bytes long513 = Bytes.of(new byte[513]);
        assertThat(refusal(() -> CertificateSignature.ofRsa(KeyUsage.ASK, KeyAlgorithm.RSA_SHA256, long513))
                        .code())
                .isEqualTo("cert.signature.length");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cloister.amd.testing.Refusals.refusal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;

class EcKeyPairTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void signsWhatTheJdkVerifies() throws GeneralSecurityException {
        try (EcKeyPair pair = EcKeyPair.generate(RANDOM)) {
            SevCertificate signer =
                    SevCertificate.unsigned(1, 55, KeyUsage.OCA, KeyAlgorithm.ECDSA_SHA256, pair.publicKey());
            CertificateSignature signature = pair.sign(KeyUsage.OCA, signer.signedBytes());

            assertThat(signature.usage()).isEqualTo(KeyUsage.OCA);
            assertThat(signature.algorithm()).isEqualTo(KeyAlgorithm.ECDSA_SHA256);
            assertThat(Signatures.curve(signer, signer.signedBytes(), signature))
                    .isTrue();
            assertThat(Signatures.curve(signer, Bytes.EMPTY, signature)).isFalse();
        }
    }

    @Test
    void isTheSameAfterStoring() {
        try (EcKeyPair pair = EcKeyPair.generate(RANDOM);
                EcKeyPair other = EcKeyPair.generate(RANDOM);
                EcKeyPair again = EcKeyPair.of(pair.privatePart(), pair.publicKey())) {
            assertThat(again.agree(other.publicKey())).isEqualTo(other.agree(pair.publicKey()));
            assertThat(refusal(() -> EcKeyPair.of(pair.privatePart(), other.publicKey()))
                            .code())
                    .isEqualTo("key.pair");
        }
    }

    @Test
    void refusesWhatIsNoKey() {
        try (EcKeyPair pair = EcKeyPair.generate(RANDOM)) {
            byte[] above = new byte[48];
            java.util.Arrays.fill(above, (byte) 0xff);
            assertThat(refusal(() -> EcKeyPair.of(new byte[48], pair.publicKey()))
                            .code())
                    .isEqualTo("key.pair");
            assertThat(refusal(() -> EcKeyPair.of(above, pair.publicKey())).code())
                    .isEqualTo("key.pair");
            assertThat(refusal(() -> EcKeyPair.of(new byte[47], pair.publicKey()))
                            .code())
                    .isEqualTo("key.length");
        }
    }

    @Test
    void aWipedKeySignsNothing() {
        EcKeyPair pair = EcKeyPair.generate(RANDOM);
        pair.close();

        assertThatThrownBy(() -> pair.sign(KeyUsage.PEK, Bytes.EMPTY)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(pair::privatePart).isInstanceOf(IllegalStateException.class);
    }
}

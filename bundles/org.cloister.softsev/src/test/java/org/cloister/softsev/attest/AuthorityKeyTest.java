// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.api.Test;

class AuthorityKeyTest {
    private static final byte[] CONTENT = {1, 2, 3};

    @Test
    void aKeptKeySignsAsBefore() throws GeneralSecurityException {
        AuthorityKey made = AuthorityKey.generate(new SecureRandom());
        AuthorityKey again = AuthorityKey.of(made.encoded());
        assertThat(again.publicKey()).isEqualTo(made.publicKey());
        assertThat(made.pair().publicKey().modulus().bitLength()).isEqualTo(4096);
        assertThat(verified(made.publicKey(), again.sign(CONTENT))).isTrue();
    }

    /** Older versions kept keys of 2048 bits as Java writes them. */
    @Test
    void anOlderKeySignsAsBefore() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair older = generator.generateKeyPair();
        AuthorityKey again = AuthorityKey.of(older.getPrivate().getEncoded());
        assertThat(again.publicKey()).isEqualTo(older.getPublic().getEncoded());
        assertThat(verified(again.publicKey(), again.sign(CONTENT))).isTrue();
    }

    private static boolean verified(byte[] publicKey, byte[] signature) throws GeneralSecurityException {
        Signature check = Signature.getInstance("RSASSA-PSS");
        check.setParameter(new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1));
        check.initVerify(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey)));
        check.update(CONTENT);
        return check.verify(signature);
    }
}

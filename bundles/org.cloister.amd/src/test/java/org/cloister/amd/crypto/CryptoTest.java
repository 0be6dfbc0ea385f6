// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Known answers, the same whatever provider gives them. */
class CryptoTest {
    // RFC 6979, A.2.6: the key of P-384, and its signature of "test" with SHA-384.
    private static final String KEY = "3076301006072a8648ce3d020106052b8104002203620004"
            + "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64def8f0ea9055866064a254515480bc13"
            + "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1288b231c3ae0d4fe7344fd2533264720";
    private static final BigInteger R = new BigInteger(
            "8203b63d3c853e8d77227fb377bcf7b7b772e97892a80f36ab775d509d7a5feb0542a7f0812998da8f1dd3ca3cf023db", 16);
    private static final BigInteger S = new BigInteger(
            "ddd0760448d42d8a43af45af836fce4de8be06b485e9b61b827c2f13173923e06a739f040649a667bf3b828246baa5a5", 16);
    private static final BigInteger ORDER = new BigInteger(
            "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16);

    static Stream<Crypto> providers() {
        return Stream.of(
                Crypto.platform(),
                Crypto.fastest(),
                Crypto.usual(),
                Crypto.of(Security.getProvider("SunEC")),
                Crypto.of(Security.getProvider("SUN")));
    }

    private static Bytes text(String content) {
        return Bytes.of(content.getBytes(StandardCharsets.US_ASCII));
    }

    private static PublicKey key() {
        return PublicKeys.decode("EC", Bytes.ofHex(KEY)).orElseThrow();
    }

    /** Whether RFC 6979's signature of "test" is one of the message. */
    static boolean verifies(Crypto crypto, Bytes message) {
        return crypto.verifyEcdsa(key(), Hash.SHA384, message, new EcSignature(R, S));
    }

    private static boolean verify(Crypto crypto, String message, BigInteger r, BigInteger s) {
        return crypto.verifyEcdsa(key(), Hash.SHA384, text(message), new EcSignature(r, s));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void ellipticCurve(Crypto crypto) {
        assertThat(verify(crypto, "test", R, S)).isTrue();
        assertThat(verify(crypto, "tesu", R, S)).isFalse();
        assertThat(verify(crypto, "test", S, R)).isFalse();
        assertThat(verify(crypto, "test", R.flipBit(0), S)).isFalse();
        assertThat(crypto.verifyEcdsa(key(), Hash.SHA256, text("test"), new EcSignature(R, S)))
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void numbersOutOfRangeAreNeverValid(Crypto crypto) {
        assertThat(verify(crypto, "test", R.add(ORDER), S)).isFalse();
        assertThat(verify(crypto, "test", R, S.add(ORDER))).isFalse();
        assertThat(verify(crypto, "test", BigInteger.ZERO, BigInteger.ZERO)).isFalse();
        assertThat(verify(crypto, "test", ORDER, ORDER)).isFalse();
        assertThat(verify(crypto, "test", BigInteger.ONE.shiftLeft(575), S)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void pss(Crypto crypto) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Bytes right = sign(pair, "SHA-384", 48);

        assertThat(crypto.verifyPss(pair.getPublic(), Hash.SHA384, text("message"), right))
                .isTrue();
        assertThat(crypto.verifyPss(pair.getPublic(), Hash.SHA384, text("Message"), right))
                .isFalse();
        assertThat(crypto.verifyPss(pair.getPublic(), Hash.SHA256, text("message"), right))
                .isFalse();
        assertThat(crypto.verifyPss(key(), Hash.SHA384, text("message"), right)).isFalse();
        assertThat(crypto.verifyPss(pair.getPublic(), Hash.SHA384, text("message"), Bytes.EMPTY))
                .isFalse();
        assertThat(crypto.verifyPss(pair.getPublic(), Hash.SHA384, text("message"), Bytes.ofHex("00" + right.hex())))
                .isFalse();
        assertThat(crypto.verifyPss(pair.getPublic(), Hash.SHA384, text("message"), sign(pair, "SHA-384", 32)))
                .isFalse();
        assertThat(crypto.verifyEcdsa(pair.getPublic(), Hash.SHA384, text("message"), new EcSignature(R, S)))
                .isFalse();
    }

    private static Bytes sign(KeyPair pair, String hash, int salt) throws GeneralSecurityException {
        Signature engine = Signature.getInstance("RSASSA-PSS");
        engine.setParameter(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1));
        engine.initSign(pair.getPrivate());
        engine.update(text("message").toArray());
        return Bytes.of(engine.sign());
    }

    // FIPS 180-4, appendix; RFC 4231, test case 2.
    @ParameterizedTest
    @MethodSource("providers")
    void digests(Crypto crypto) {
        assertThat(crypto.digest(Hash.SHA256, text("abc")).hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(crypto.digest(Hash.SHA384, text("abc")).hex())
                .isEqualTo("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                        + "8086072ba1e7cc2358baeca134c825a7");
        assertThat(crypto.hmacSha256(text("Jefe").toArray(), text("what do ya want for nothing?"))
                        .hex())
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    /** As some Javas do with a provider whose jar they do not find signed. */
    @Test
    void whatJavaRefusesOfAProviderIsDoneByItsOwn() {
        Crypto crypto = Crypto.of(new RefusedProvider());
        assertThat(crypto.hmacSha256(text("Jefe").toArray(), text("what do ya want for nothing?")))
                .isEqualTo(Crypto.platform().hmacSha256(text("Jefe").toArray(), text("what do ya want for nothing?")));
    }

    private static final class RefusedProvider extends Provider {
        private static final long serialVersionUID = 1L;

        RefusedProvider() {
            super("Refused", "1", "");
            putService(new Service(this, "Mac", "HmacSHA256", "none", null, null) {
                @Override
                public Object newInstance(Object parameter) {
                    throw new SecurityException("JCE cannot authenticate the provider Refused");
                }
            });
        }
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"", "3000", "308201"})
    void whatIsNoKeyIsNone(String hex) {
        assertThat(PublicKeys.decode("EC", Bytes.ofHex(hex))).isEmpty();
        assertThat(PublicKeys.decode("RSA", Bytes.ofHex(hex))).isEmpty();
    }
}

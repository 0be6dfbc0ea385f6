// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cloister.amd.cert.RsaKeyPair;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * A key that signs certificates as AMD's do: RSASSA-PSS with SHA-384, 4096 bits (AMD 57230). It is kept in Java's own
 * numbers, which cannot be wiped. Safe for use by several threads.
 *
 * @param pair the key
 */
record AuthorityKey(RsaKeyPair pair) {
    private static final int BITS = 4096;
    private static final int PRIME = 64;
    /** How PKCS #8 begins; the highest bit of a prime is set. */
    private static final byte SEQUENCE = 0x30;

    private static final int KEY_ID = 20;

    static AuthorityKey generate(SecureRandom random) {
        return new AuthorityKey(RsaKeyPair.generate(BITS, random));
    }

    /**
     * A key that was stored.
     *
     * @param encoded as {@link #encoded} has it, or PKCS #8 in DER; the caller wipes it
     */
    static AuthorityKey of(byte[] encoded) {
        return new AuthorityKey(RsaKeyPair.of(encoded[0] == SEQUENCE ? older(encoded) : primes(encoded)));
    }

    private static List<BigInteger> primes(byte[] encoded) {
        return IntStream.range(0, encoded.length / PRIME)
                .mapToObj(i -> new BigInteger(1, Arrays.copyOfRange(encoded, i * PRIME, (i + 1) * PRIME)))
                .toList();
    }

    private static List<BigInteger> older(byte[] encoded) {
        try {
            RSAPrivateCrtKey key =
                    (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return List.of(key.getPrimeP(), key.getPrimeQ());
        } catch (GeneralSecurityException e) {
            throw Problem.host(ProblemCodes.CRYPTO_RSA, "this Java platform cannot read a key for RSA")
                    .found(e.getMessage())
                    .exception(e);
        }
    }

    /** The private key, its primes one behind the other; the caller wipes it. */
    byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (BigInteger prime : pair.primes()) {
            byte[] signed = prime.toByteArray();
            out.write(signed, signed.length - PRIME, PRIME);
        }
        return out.toByteArray();
    }

    /** The public key as {@code SubjectPublicKeyInfo} in DER. */
    byte[] publicKey() {
        return pair.publicKey().toPublicKey().getEncoded();
    }

    /** What certificates know the key by: the beginning of its SHA-256 (RFC 7093, 2). */
    byte[] id() {
        return Crypto.platform()
                .digest(Hash.SHA256, Bytes.of(publicKey()))
                .slice(0, KEY_ID)
                .toArray();
    }

    byte[] sign(byte[] content) {
        return pair.sign(Bytes.of(content), Hash.SHA384).toArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;

/**
 * A pair of keys for RSA that signs as AMD's root and signing keys do, for platforms that AMD has not made. Its private
 * part are primes of 512 bits, as many as it takes: to others the public key looks like any, and it is found in a
 * fraction of a second. It is kept in Java's own numbers, which cannot be wiped; a caller that needs it once drops it.
 * Safe for use by several threads.
 */
public final class RsaKeyPair {
    private static final BigInteger EXPONENT = BigInteger.valueOf(65537);
    private static final SecureRandom SALTS = new SecureRandom();

    private final RsaPrimes primes;
    private final RsaKey publicKey;

    private RsaKeyPair(RsaPrimes primes) {
        this.primes = primes;
        publicKey = new RsaKey(primes.modulus(), primes.exponent());
    }

    /**
     * A new pair.
     *
     * @param bits 2048 or 4096
     */
    public static RsaKeyPair generate(int bits, SecureRandom random) {
        return new RsaKeyPair(RsaPrimes.search(bits, EXPONENT, random));
    }

    /**
     * A pair that was kept.
     *
     * @param primes two or more, distinct, whose product has a multiple of 8 bits; they are believed
     * @since 1.1
     */
    public static RsaKeyPair of(List<BigInteger> primes) {
        return new RsaKeyPair(new RsaPrimes(List.copyOf(primes), EXPONENT));
    }

    /** The public part. */
    public RsaKey publicKey() {
        return publicKey;
    }

    /**
     * The private part, for who keeps it.
     *
     * @since 1.1
     */
    public List<BigInteger> primes() {
        return primes.all();
    }

    /** The algorithm of what it signs: SHA-256 for 2048 bits, SHA-384 for 4096. */
    public KeyAlgorithm algorithm() {
        return publicKey.modulus().bitLength() <= 2048 ? KeyAlgorithm.RSA_SHA256 : KeyAlgorithm.RSA_SHA384;
    }

    /**
     * Signs with RSASSA-PSS and the digest of its algorithm, with a salt as long as the digest.
     *
     * @return as many bytes as the modulus has, the highest first
     */
    public Bytes sign(Bytes message) {
        return sign(message, algorithm() == KeyAlgorithm.RSA_SHA256 ? Hash.SHA256 : Hash.SHA384);
    }

    /**
     * Signs with RSASSA-PSS, with a salt as long as the digest.
     *
     * @param hash the digest
     * @return as many bytes as the modulus has, the highest first
     * @since 1.1
     */
    public Bytes sign(Bytes message, Hash hash) {
        int bits = publicKey.modulus().bitLength();
        byte[] encoded = new PssEncoding(hash, bits).encode(message.toArray(), SALTS);
        BigInteger signed = primes.sign(new BigInteger(1, encoded));
        return ReversedNumber.reversed(ReversedNumber.littleEndian(signed, bits / Byte.SIZE));
    }

    /** That it is a pair, and nothing of its private part. */
    @Override
    public String toString() {
        return "key pair for RSA";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The primes of a private key for RSA, two or more (RFC 8017, 3.2). Many small ones are found in a fraction of the time
 * that two large ones take, and the public key looks the same. 512 bits are far beyond what can be factored out.
 *
 * @param all distinct primes
 * @param exponent the public one
 */
record RsaPrimes(List<BigInteger> all, BigInteger exponent) {
    private static final int BITS = 512;
    /** Set in each prime, so that the product has all its bits. */
    private static final int HIGHEST = 4;

    /** Primes of a new key. */
    static RsaPrimes search(int bits, BigInteger exponent, SecureRandom random) {
        while (true) {
            List<BigInteger> found = IntStream.range(0, bits / BITS)
                    .parallel()
                    .mapToObj(i -> prime(exponent, random))
                    .distinct()
                    .toList();
            RsaPrimes primes = new RsaPrimes(found, exponent);
            if (primes.modulus().bitLength() == bits) {
                return primes;
            }
        }
    }

    private static BigInteger prime(BigInteger exponent, SecureRandom random) {
        while (true) {
            BigInteger start = new BigInteger(BITS, random);
            for (int bit = BITS - HIGHEST; bit < BITS; bit++) {
                start = start.setBit(bit);
            }
            BigInteger found = start.nextProbablePrime();
            if (found.subtract(BigInteger.ONE).gcd(exponent).equals(BigInteger.ONE)) {
                return found;
            }
        }
    }

    BigInteger modulus() {
        return all.stream().reduce(BigInteger.ONE, BigInteger::multiply);
    }

    /** RSASP1, prime by prime (RFC 8017, 5.2.1). */
    BigInteger sign(BigInteger message) {
        BigInteger result = BigInteger.ZERO;
        BigInteger product = BigInteger.ONE;
        for (BigInteger prime : all) {
            BigInteger own = exponent.modInverse(prime.subtract(BigInteger.ONE));
            BigInteger part = message.modPow(own, prime);
            BigInteger step =
                    part.subtract(result).multiply(product.modInverse(prime)).mod(prime);
            result = result.add(product.multiply(step));
            product = product.multiply(prime);
        }
        return result;
    }
}

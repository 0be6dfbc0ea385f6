// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.crypto;

/** The digests that AMD's formats use. */
public enum Hash {
    /** SHA-256. */
    SHA256("SHA-256", "SHA256withECDSA", 32),
    /** SHA-384. */
    SHA384("SHA-384", "SHA384withECDSA", 48),
    /** SHA-512. */
    SHA512("SHA-512", "SHA512withECDSA", 64);

    private final String algorithm;
    private final String ecdsa;
    private final int size;

    Hash(String algorithm, String ecdsa, int size) {
        this.algorithm = algorithm;
        this.ecdsa = ecdsa;
        this.size = size;
    }

    /** Its name in the Java Cryptography Architecture. */
    public String algorithm() {
        return algorithm;
    }

    /** Bytes of a digest; also the length of the salt in AMD's RSA-PSS signatures. */
    public int size() {
        return size;
    }

    /** The name of ECDSA with this digest in the Java Cryptography Architecture. */
    String ecdsa() {
        return ecdsa;
    }
}

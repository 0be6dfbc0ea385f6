// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cert;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/**
 * What a key is used with (SEV API, 55766, appendix C, "ALGO"). Signatures with RSA are PSS with a salt as long as the
 * digest.
 */
public enum KeyAlgorithm {
    /** No algorithm: an empty signature. */
    NONE(0x0, Kind.NONE, 0),
    /** RSA-PSS with SHA-256. */
    RSA_SHA256(0x1, Kind.RSA, 256),
    /** ECDSA with SHA-256. */
    ECDSA_SHA256(0x2, Kind.ECDSA, 256),
    /** Diffie-Hellman, SHA-256 after it. */
    ECDH_SHA256(0x3, Kind.ECDH, 256),
    /** RSA-PSS with SHA-384. */
    RSA_SHA384(0x101, Kind.RSA, 384),
    /** ECDSA with SHA-384. */
    ECDSA_SHA384(0x102, Kind.ECDSA, 384),
    /** Diffie-Hellman, SHA-384 after it. */
    ECDH_SHA384(0x103, Kind.ECDH, 384);

    /** What the key is. */
    public enum Kind {
        /** No key. */
        NONE,
        /** RSA. */
        RSA,
        /** An elliptic curve, to sign with. */
        ECDSA,
        /** An elliptic curve, to agree on keys with. */
        ECDH;

        /** Whether keys of this kind are points of a curve. */
        public boolean curve() {
            return this == ECDSA || this == ECDH;
        }
    }

    private final int code;
    private final Kind kind;
    private final int digestBits;

    KeyAlgorithm(int code, Kind kind, int digestBits) {
        this.code = code;
        this.kind = kind;
        this.digestBits = digestBits;
    }

    /** The number that stands for it. */
    public int code() {
        return code;
    }

    /** What its keys are. */
    public Kind kind() {
        return kind;
    }

    /** The name of its digest, as the JDK has it: {@code SHA-256}; {@code SHA-0} where there is none. */
    public String digest() {
        return "SHA-" + digestBits;
    }

    /**
     * The algorithm with a number.
     *
     * @param where the file and field, for the problem
     * @throws org.cloister.api.CloisterException {@code cert.algorithm} for one that is not defined
     */
    static KeyAlgorithm of(long code, String where) {
        return Arrays.stream(values())
                .filter(one -> one.code == code)
                .findFirst()
                .orElseThrow(() -> Problem.input(CertCodes.CERT_ALGORITHM, "there is no key algorithm with this number")
                        .at(where)
                        .found(Numbers.hex(code))
                        .expected(codes())
                        .exception());
    }

    private static String codes() {
        return Arrays.stream(values())
                .map(one -> String.format(Locale.ROOT, "0x%x (%s)", one.code, one))
                .collect(Collectors.joining(", "));
    }
}

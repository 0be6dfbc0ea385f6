// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.api.Bytes;

/**
 * The kinds of keys in AMD's certificates, each with the one encoding of its algorithm (RFC 3279, 2.3.1; RFC 5480,
 * 2.1.1).
 */
public enum KeyKind {
    /** RSA, of the authorities. */
    RSA("RSA", "300d06092a864886f70d0101010500", "RSA"),
    /** A point of the curve P-384, of the keys that sign reports. */
    P384("EC", "301006072a8648ce3d020106052b81040022", "ECDSA P-384");

    private final String algorithm;
    private final Bytes identifier;
    private final String label;

    KeyKind(String algorithm, String identifier, String label) {
        this.algorithm = algorithm;
        this.identifier = Bytes.ofHex(identifier);
        this.label = label;
    }

    static Optional<KeyKind> of(Bytes identifier) {
        return Arrays.stream(values())
                .filter(kind -> kind.identifier.equals(identifier))
                .findFirst();
    }

    /** Its name in the Java Cryptography Architecture. */
    public String algorithm() {
        return algorithm;
    }

    /** What people call it. */
    @Override
    public String toString() {
        return label;
    }
}

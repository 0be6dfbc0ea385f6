// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.KeyCodes;
import org.cloister.api.Problem;

/** The key in a PEM file, in one of three forms. Closing wipes the private part. */
final class KeyFile implements AutoCloseable {
    private final String name;
    private final byte[] scalar;
    private final Optional<EcKey> publicPart;

    /**
     * A key.
     *
     * @param scalar the private part, 48 bytes; none when there is no private part
     * @param publicPart the public part as the file says it
     */
    KeyFile(String name, byte[] scalar, Optional<EcKey> publicPart) {
        this.name = name;
        this.scalar = scalar;
        this.publicPart = publicPart;
    }

    static KeyFile read(byte[] file, String name) {
        PemKey key = PemKey.read(file, name);
        try {
            return KeyForms.read(key, name);
        } finally {
            Arrays.fill(key.content(), (byte) 0);
        }
    }

    String name() {
        return name;
    }

    boolean isPrivate() {
        return scalar.length > 0;
    }

    /** A copy of the private part. */
    byte[] privatePart() {
        if (!isPrivate()) {
            throw Problem.input(KeyCodes.KEY_PUBLIC, "this is a public key, and signing needs the private one")
                    .at(name)
                    .found("PUBLIC KEY")
                    .expected("EC PRIVATE KEY or PRIVATE KEY")
                    .exception();
        }
        return scalar.clone();
    }

    Optional<EcKey> publicPart() {
        return publicPart;
    }

    @Override
    public void close() {
        Arrays.fill(scalar, (byte) 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import org.cloister.amd.cert.EcKey;
import org.cloister.amd.der.Pem;
import org.cloister.api.Bytes;

/** Files that hold a public key on P-384, alone or as part of a private key. */
public final class PublicKeyFile {
    private PublicKeyFile() {}

    /**
     * Reads a public key from a PEM file, {@code PUBLIC KEY}, {@code EC PRIVATE KEY} or {@code PRIVATE KEY}, or from
     * AMD's own structure of 1028 bytes.
     *
     * @param file its content; the caller wipes it
     * @param name what the file is called in problems
     * @throws org.cloister.api.CloisterException {@code key.…} when it is not such a file, or its key is of another
     *     kind, on another curve, or encrypted
     */
    public static EcKey read(byte[] file, String name) {
        if (file.length == EcKey.SIZE && !Pem.isIn(file)) {
            return KeyChecks.requireP384(new EcKey(Bytes.of(file)), name);
        }
        try (KeyFile read = KeyFile.read(file, name)) {
            return read.isPrivate() ? ofPrivate(read) : read.publicPart().orElseThrow();
        }
    }

    private static EcKey ofPrivate(KeyFile file) {
        try (SigningKey key = SigningKey.of(file)) {
            return key.publicKey();
        }
    }
}

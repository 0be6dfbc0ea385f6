// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.measure;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;

/** SHA-384 with one engine for many inputs. Not for use by several threads. */
final class Sha384 {
    static final int SIZE = 48;

    private final MessageDigest engine;

    Sha384() {
        try {
            engine = MessageDigest.getInstance(Hash.SHA384.algorithm());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform with TLS has SHA-384", e);
        }
    }

    /** Puts the digest of a run of bytes into {@code target} at {@code at}. */
    void digest(Bytes content, int from, int count, byte[] target, int at) {
        content.digestTo(engine, from, count);
        finish(target, at);
    }

    /** Puts the digest of an array into {@code target} at {@code at}; both may be one. */
    void digest(byte[] content, byte[] target, int at) {
        engine.update(content);
        finish(target, at);
    }

    private void finish(byte[] target, int at) {
        try {
            engine.digest(target, at, SIZE);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
    }
}

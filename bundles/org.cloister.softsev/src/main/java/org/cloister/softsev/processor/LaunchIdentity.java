// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import org.cloister.api.Bytes;

/**
 * What the owner's ID block states of a guest, and whose keys signed it; zeros without one.
 *
 * @param familyId 16 bytes
 * @param imageId 16 bytes
 * @param guestSvn unsigned 32 bits
 * @param idKeyDigest 48 bytes
 * @param authorKeyDigest 48 bytes; zeros without an author key
 */
record LaunchIdentity(Bytes familyId, Bytes imageId, int guestSvn, Bytes idKeyDigest, Bytes authorKeyDigest) {
    static final Bytes NO_KEY = Bytes.of(new byte[48]);

    private static final Bytes NO_ID = Bytes.of(new byte[16]);

    /** A guest whose owner says nothing. */
    static final LaunchIdentity NONE = new LaunchIdentity(NO_ID, NO_ID, 0, NO_KEY, NO_KEY);
}

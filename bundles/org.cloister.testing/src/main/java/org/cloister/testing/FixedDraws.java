// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import java.security.SecureRandom;
import java.util.Arrays;

/** A source of random bytes that gives known ones, in their order, and fails when more are drawn. */
public final class FixedDraws extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] draws;
    private int at;

    /** What is drawn: the parts, one behind the other. */
    public FixedDraws(byte[]... parts) {
        draws = MigrationVector.join(parts);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        if (at + bytes.length > draws.length) {
            throw new AssertionError(bytes.length + " bytes are drawn, " + (draws.length - at) + " are left");
        }
        System.arraycopy(draws, at, bytes, 0, bytes.length);
        at += bytes.length;
    }

    /** Fails when bytes are left. */
    public void requireUsedUp() {
        if (at != draws.length) {
            throw new AssertionError("not drawn: " + Arrays.toString(Arrays.copyOfRange(draws, at, draws.length)));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.secret;

import java.util.Arrays;
import java.util.Objects;
import org.cloister.amd.firmware.Guid;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/** One secret with the name by which the guest finds it. {@link #close} wipes it. For one thread. */
public final class SecretEntry implements AutoCloseable {
    private final Guid guid;
    private final byte[] content;

    /**
     * A copy of a secret.
     *
     * @param guid what it is for, such as {@code 736869e5-84f0-4973-92ec-06879ce3da0b} for a disk's passphrase
     * @param content at least one byte; the caller wipes it
     * @throws org.cloister.api.CloisterException {@code secret.empty}
     */
    public SecretEntry(Guid guid, byte[] content) {
        this.guid = Objects.requireNonNull(guid, "guid");
        if (content.length == 0) {
            throw Problem.input(OwnerCodes.SECRET_EMPTY, "this secret is empty")
                    .at(guid.toString())
                    .exception();
        }
        this.content = content.clone();
    }

    Guid guid() {
        return guid;
    }

    /** The secret itself, not a copy. */
    byte[] content() {
        return content;
    }

    /** Wipes the secret. */
    @Override
    public void close() {
        Arrays.fill(content, (byte) 0);
    }

    /** What it is for, and nothing of it. */
    @Override
    public String toString() {
        return "secret " + guid;
    }
}

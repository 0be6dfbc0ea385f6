// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.secret;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cloister.amd.firmware.Guid;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * The table in which a guest finds its secrets: {@code GUID, u32 length of all}, then for each {@code GUID, u32 length,
 * content}, numbers little-endian; zeros up to a multiple of 16 (Linux, Documentation/security/secrets/coco.rst).
 */
final class SecretTable {
    /** The longest table that a platform takes, 16 KiB. */
    static final int MOST = 16 << 10;

    private static final Guid TABLE = Guid.of("1e74f542-71dd-4d66-963e-ef4287ff173b");
    private static final int HEAD = Guid.SIZE + Integer.BYTES;
    private static final int BLOCK = 16;

    private SecretTable() {}

    /** The table in clear, for the caller to wipe. */
    static byte[] encode(List<SecretEntry> entries) {
        int length = length(entries);
        ByteBuffer out =
                ByteBuffer.allocate((length + BLOCK - 1) / BLOCK * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        head(out, TABLE, length);
        for (SecretEntry entry : entries) {
            head(out, entry.guid(), HEAD + entry.content().length);
            out.put(entry.content());
        }
        return out.array();
    }

    private static int length(List<SecretEntry> entries) {
        Set<Guid> seen = new HashSet<>();
        long length = HEAD;
        for (SecretEntry entry : entries) {
            if (!seen.add(entry.guid())) {
                throw Problem.input(
                                OwnerCodes.SECRET_TWICE,
                                "two secrets have one GUID; a guest would find the first alone")
                        .at(entry.guid().toString())
                        .exception();
            }
            length += HEAD + entry.content().length;
        }
        if (entries.isEmpty() || length > MOST) {
            throw Problem.input(OwnerCodes.SECRET_SIZE, "the secrets cannot be packed together")
                    .found(entries.size() + " secrets, " + length + " bytes with their table")
                    .expected("at least one secret, at most " + MOST + " bytes; each takes " + HEAD
                            + " beside its content")
                    .exception();
        }
        return (int) length;
    }

    private static void head(ByteBuffer out, Guid guid, int length) {
        out.put(guid.encode().toArray()).putInt(length);
    }
}

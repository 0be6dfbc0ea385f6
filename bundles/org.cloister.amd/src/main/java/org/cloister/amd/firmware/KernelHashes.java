// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.cloister.amd.crypto.Hash;
import org.cloister.api.Bytes;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.Image;
import org.cloister.api.memory.GuestMemory;

/**
 * The table by which firmware checks a directly booted kernel: SHA-256 of command line, initial RAM disk and kernel, in
 * that order (edk2, {@code OvmfPkg/AmdSev/BlobVerifierLibSevHashes}). Immutable.
 */
public final class KernelHashes {
    /** Bytes the table takes: 168, padded to a multiple of 16. */
    public static final int SIZE = 176;

    private static final int HEAD = Guid.SIZE + Short.BYTES;
    private static final int ENTRY = HEAD + 32;
    private static final Guid TABLE = Guid.of("9438d606-4f22-4cc9-b479-a793d411fd21");
    private static final Guid COMMAND_LINE = Guid.of("97d02dd8-bd20-4c94-aa78-e7714d36ab2a");
    private static final Guid INITRD = Guid.of("44baf731-3a2f-4bd7-9af1-41e29169781d");
    private static final Guid KERNEL = Guid.of("4de79437-abd2-427f-b835-d5b172d2045b");

    private final Bytes table;

    private KernelHashes(Bytes table) {
        this.table = table;
    }

    /** The hashes of what is booted. Without an initial RAM disk its hash is that of an empty file. */
    public static KernelHashes of(DirectBoot boot) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE);
        head(out, TABLE, HEAD + 3 * ENTRY);
        entry(out, COMMAND_LINE, terminated(boot.commandLine()));
        entry(out, INITRD, boot.initrd().map(Image::content).orElse(Bytes.EMPTY));
        entry(out, KERNEL, boot.kernel().content());
        out.writeBytes(new byte[SIZE - out.size()]);
        return new KernelHashes(Bytes.of(out.toByteArray()));
    }

    /** The table, {@value #SIZE} bytes. */
    public Bytes table() {
        return table;
    }

    /**
     * A page of zeros with the table in it.
     *
     * @param offset where the table begins, 0 to {@code 4096 - 176}
     */
    public Bytes page(int offset) {
        byte[] page = new byte[GuestMemory.PAGE];
        table.copyTo(0, page, offset, SIZE);
        return Bytes.of(page);
    }

    /** The terminating zero is hashed too, as QEMU does. */
    private static Bytes terminated(String commandLine) {
        return Bytes.of((commandLine + '\0').getBytes(StandardCharsets.UTF_8));
    }

    private static void entry(ByteArrayOutputStream out, Guid guid, Bytes content) {
        head(out, guid, ENTRY);
        out.writeBytes(sha256(content));
    }

    private static void head(ByteArrayOutputStream out, Guid guid, int length) {
        out.writeBytes(guid.encode().toArray());
        out.write(length);
        out.write(length >>> 8);
    }

    private static byte[] sha256(Bytes content) {
        try {
            MessageDigest digest = MessageDigest.getInstance(Hash.SHA256.algorithm());
            content.digestTo(digest, 0, content.length());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

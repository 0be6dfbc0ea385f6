// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.measure;

import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.memory.GuestMemory;

/**
 * The launch digest of an SNP guest as it grows page by page (SEV-SNP firmware ABI, 8.17.2): SHA-384 over a
 * {@link PageInfo} that holds the digest before. Not for use by several threads.
 */
public final class LaunchDigest {
    /** Bytes of a digest. */
    public static final int SIZE = Sha384.SIZE;
    /** The address with which KVM has VMSAs measured: that of the RMP's all-ones frame. */
    public static final long VMSA_GPA = 0xFFFFFFFFF000L;

    /** Java compiles what was called a hundred times, with 128 bytes each. */
    private static final int ENOUGH = 32 << 10;

    private final Sha384 sha384 = new Sha384();
    private final PageInfo info = new PageInfo();

    /** The digest of nothing: zeros. */
    public LaunchDigest() {}

    /**
     * A digest that goes on from another.
     *
     * @param before {@value #SIZE} bytes
     */
    public LaunchDigest(Bytes before) {
        if (before.length() != SIZE) {
            throw new IllegalArgumentException("a launch digest has " + SIZE + " bytes, not " + before.length());
        }
        info.digest(before);
    }

    /**
     * Has Java find SHA-384 and compile it, in a thread of its own. To a process that has just started the first digest
     * is the longest part of a measurement; until the firmware is read, another processor does most of that.
     */
    public static void prepare() {
        if (Runtime.getRuntime().availableProcessors() > 1) {
            Thread thread = new Thread(() -> new Sha384().digest(new byte[ENOUGH], new byte[SIZE], 0), "digest");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Adds pages whose contents are measured where their type says so.
     *
     * @param type how the pages come in
     * @param gpa the address of the first
     * @param contents whole pages; only their number counts for a type without measured contents
     * @return this
     */
    public LaunchDigest extend(SnpPageType type, long gpa, Bytes contents) {
        if (!measuresContents(type)) {
            return extend(type, gpa, contents.length());
        }
        checkPages(contents.length());
        Bytes digests = PageHashes.of(contents);
        for (int page = 0; page < contents.length() / GuestMemory.PAGE; page++) {
            info.contents(digests.slice(page * SIZE, SIZE));
            next(type, gpa + (long) page * GuestMemory.PAGE);
        }
        return this;
    }

    /**
     * Adds pages that less privileged levels have permissions for; KVM adds none such.
     *
     * @param type how the pages come in
     * @param gpa the address of the first
     * @param contents whole pages; only their number counts for a type without measured contents
     * @param vmpl1 the mask of level 1: bit 0 reads, 1 writes, 2 executes at CPL 3, 3 executes below it
     * @param vmpl2 of level 2
     * @param vmpl3 of level 3
     * @return this
     * @since 1.1
     */
    public LaunchDigest extend(SnpPageType type, long gpa, Bytes contents, int vmpl1, int vmpl2, int vmpl3) {
        info.permissions(vmpl1, vmpl2, vmpl3);
        try {
            return extend(type, gpa, contents);
        } finally {
            info.permissions(0, 0, 0);
        }
    }

    /**
     * Adds pages whose contents are not measured.
     *
     * @param type any but NORMAL and VMSA
     * @param gpa the address of the first
     * @param size a multiple of 4096
     * @return this
     */
    public LaunchDigest extend(SnpPageType type, long gpa, long size) {
        if (measuresContents(type)) {
            throw new IllegalArgumentException(type + " pages are measured with their contents");
        }
        checkPages(size);
        info.withoutContents();
        for (long at = 0; at < size; at += GuestMemory.PAGE) {
            next(type, gpa + at);
        }
        return this;
    }

    /**
     * Adds the VMSA of a processor.
     *
     * @param contentsDigest of {@link #contents}: processors that begin alike share it
     * @return this
     */
    public LaunchDigest extendVmsa(Bytes contentsDigest) {
        info.contents(contentsDigest);
        next(SnpPageType.VMSA, VMSA_GPA);
        return this;
    }

    /**
     * The SHA-384 of a page's contents.
     *
     * @param page 4096 bytes
     */
    public Bytes contents(Bytes page) {
        if (page.length() != GuestMemory.PAGE) {
            throw new IllegalArgumentException("a page has " + GuestMemory.PAGE + " bytes, not " + page.length());
        }
        byte[] digest = new byte[SIZE];
        sha384.digest(page, 0, page.length(), digest, 0);
        return Bytes.of(digest);
    }

    /** The digest as it stands, {@value #SIZE} bytes. */
    public Bytes value() {
        return Bytes.of(info.raw(), PageInfo.DIGEST_AT, SIZE);
    }

    /** Whether pages of a type are measured with their contents; of the others only type and place are. */
    public static boolean measuresContents(SnpPageType type) {
        return type == SnpPageType.NORMAL || type == SnpPageType.VMSA;
    }

    private void next(SnpPageType type, long gpa) {
        info.page(type, gpa);
        sha384.digest(info.raw(), info.raw(), PageInfo.DIGEST_AT);
    }

    private static void checkPages(long size) {
        if (size < 0 || size % GuestMemory.PAGE != 0) {
            throw new IllegalArgumentException(size + " bytes are not whole pages");
        }
    }
}

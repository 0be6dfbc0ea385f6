// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.client.RmpEntry;
import org.cloister.softsev.client.SnpPageCommand.Kind;
import org.cloister.softsev.client.VmplPermissions;
import org.cloister.softsev.processor.OfflineKey.Sealed;
import org.cloister.softsev.processor.SwappedPages;

/**
 * What is known of a page that was swapped out (SEV-SNP firmware ABI, 56860, "Metadata Entries"; AMD-ASPFW,
 * {@code sev_rmp.h}, {@code snp_metadata_page_t}), little-endian: {@code 0x00} u64 software data, {@code 0x08} u64 IV,
 * {@code 0x10} tag of 16 bytes, {@code 0x20} u64 flags and, from bit 12 on, the guest's frame, {@code 0x28} a byte of
 * permissions for each level, zeros up to {@code 0x40}.
 */
record MetadataEntry(long softwareData, long iv, byte[] tag, long word, int permissions) {
    static final int SIZE = SwappedPages.ENTRY;

    private static final int TAG = 16;
    private static final long VALID = 1;
    private static final long VALIDATED = 1 << 1;
    private static final long VMSA = 1 << 2;
    private static final long METADATA = 1 << 3;
    private static final long LARGE = 1 << 4;
    private static final long NO_ADDRESS = -GuestMemory.PAGE;

    /** The entry of a page that was encrypted. */
    static MetadataEntry of(long softwareData, Sealed sealed, Kind kind, RmpEntry page) {
        long size = page.large() ? LARGE : 0;
        if (kind == Kind.METADATA) {
            return new MetadataEntry(softwareData, sealed.iv(), sealed.tag(), VALID | METADATA | size | NO_ADDRESS, 0);
        }
        long flags = VALID | size | (kind == Kind.VMSA ? VMSA : 0) | (page.validated() ? VALIDATED : 0);
        return new MetadataEntry(softwareData, sealed.iv(), sealed.tag(), flags | page.gpa(), pack(page.permissions()));
    }

    static MetadataEntry parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long data = in.getLong();
        long iv = in.getLong();
        byte[] tag = new byte[TAG];
        in.get(tag);
        return new MetadataEntry(data, iv, tag, in.getLong(), in.getInt());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(softwareData)
                .putLong(iv)
                .put(tag)
                .putLong(word)
                .putInt(permissions)
                .array();
    }

    boolean valid() {
        return (word & VALID) != 0;
    }

    boolean validated() {
        return (word & VALIDATED) != 0;
    }

    boolean large() {
        return (word & LARGE) != 0;
    }

    long gpa() {
        return word & NO_ADDRESS;
    }

    /** What the page was; empty for what no page is. */
    Optional<Kind> kind() {
        boolean vmsa = (word & VMSA) != 0;
        boolean metadata = (word & METADATA) != 0;
        if (vmsa && metadata) {
            return Optional.empty();
        }
        Kind plain = vmsa ? Kind.VMSA : Kind.DATA;
        return Optional.of(metadata ? Kind.METADATA : plain);
    }

    VmplPermissions levels() {
        return new VmplPermissions(mask(0), mask(1), mask(2), mask(3));
    }

    /** The entry of a page that came back. */
    MetadataEntry used() {
        return new MetadataEntry(softwareData, iv, tag, word & ~VALID, permissions);
    }

    private int mask(int vmpl) {
        return permissions >>> vmpl * Byte.SIZE & VmplPermissions.ALL;
    }

    private static int pack(VmplPermissions permissions) {
        int packed = 0;
        for (int vmpl = 0; vmpl < VmplPermissions.LEVELS; vmpl++) {
            packed |= permissions.of(vmpl) << vmpl * Byte.SIZE;
        }
        return packed;
    }
}

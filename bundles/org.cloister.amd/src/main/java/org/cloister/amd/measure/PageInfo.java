// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.measure;

import java.util.Arrays;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;

/**
 * The PAGE_INFO structure that is hashed for every page (SEV-SNP firmware ABI, 8.17.2): 0x70 bytes, little-endian. One
 * instance is filled again for each page. Not for use by several threads.
 *
 * <p>{@code 0x00} launch digest before, {@code 0x30} digest of the contents, {@code 0x60} u16 length, {@code 0x62} page
 * type, {@code 0x63} IMI flag, {@code 0x64} to {@code 0x66} permissions of VMPL 3 to 1, {@code 0x68} u64 guest-physical
 * address. KVM launches without IMI and with permissions of zero.
 */
public final class PageInfo {
    /** Bytes of the structure. */
    public static final int SIZE = 0x70;

    static final int DIGEST_AT = 0x00;
    static final int CONTENTS_AT = 0x30;
    private static final int LENGTH_AT = 0x60;
    private static final int TYPE_AT = 0x62;
    private static final int VMPL1_AT = 0x66;
    private static final int GPA_AT = 0x68;

    private final byte[] bytes = new byte[SIZE];

    /** A structure with a launch digest of zeros. */
    public PageInfo() {
        bytes[LENGTH_AT] = SIZE;
    }

    /** Sets the launch digest before the page, 48 bytes. */
    public PageInfo digest(Bytes digest) {
        digest.copyTo(0, bytes, DIGEST_AT, Sha384.SIZE);
        return this;
    }

    /** Sets the digest of the page's contents, 48 bytes. */
    public PageInfo contents(Bytes digest) {
        digest.copyTo(0, bytes, CONTENTS_AT, Sha384.SIZE);
        return this;
    }

    /** Sets the contents to the 48 zeros of pages whose bytes are not measured. */
    public PageInfo withoutContents() {
        Arrays.fill(bytes, CONTENTS_AT, CONTENTS_AT + Sha384.SIZE, (byte) 0);
        return this;
    }

    /**
     * Sets the permissions of privilege levels; they stay until they are set again.
     *
     * @param vmpl1 the mask of level 1, 0 to 255
     * @param vmpl2 of level 2
     * @param vmpl3 of level 3
     * @since 1.1
     */
    public PageInfo permissions(int vmpl1, int vmpl2, int vmpl3) {
        bytes[VMPL1_AT] = (byte) vmpl1;
        bytes[VMPL1_AT - 1] = (byte) vmpl2;
        bytes[VMPL1_AT - 2] = (byte) vmpl3;
        return this;
    }

    /** Sets type and address. */
    public PageInfo page(SnpPageType type, long gpa) {
        bytes[TYPE_AT] = (byte) type.code();
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[GPA_AT + i] = (byte) (gpa >>> i * Byte.SIZE);
        }
        return this;
    }

    /** The structure as it stands, {@value #SIZE} bytes. */
    public Bytes encode() {
        return Bytes.of(bytes);
    }

    /** The structure's own bytes, for hashing in place. */
    byte[] raw() {
        return bytes;
    }
}

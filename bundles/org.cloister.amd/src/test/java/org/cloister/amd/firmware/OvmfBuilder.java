// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Image;

/** Makes small OVMF images with tables as a test wants them, right or wrong. */
public final class OvmfBuilder {
    /** The footer, which covers the table. */
    public static final String FOOTER = "96b582de-1fb2-45f7-baea-a366c55a082d";
    /** The entry that says where further processors begin. */
    public static final String RESET = "00f771de-1a7e-4fcb-890e-68c77e2fb44e";
    /** The entry of the secret area. */
    public static final String SECRET = "4c2eb361-7d9b-4cc3-8081-127c90d3d294";
    /** The entry of the kernel hashes. */
    public static final String HASHES = "7255371f-3a3b-4b04-927b-1da6efa8d454";
    /** The entry that points to the SEV metadata. */
    public static final String METADATA = "dc886566-984a-4798-a75e-5585a7bf67cc";
    /** Where the metadata lies, from the end. */
    public static final int METADATA_FROM_END = 0x1000;

    private final ByteBuffer image;
    private final List<int[]> sections = new ArrayList<>();
    private int start;

    /** An image of a size, with a footer and nothing else yet. */
    public OvmfBuilder(int size) {
        image = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        start = size - 32;
        entry(FOOTER);
    }

    /** An image of 64 KiB with all entries and one section of each type, except SVSM's. */
    public static OvmfBuilder usual() {
        return new OvmfBuilder(0x10000)
                .entry(RESET, 0xffff0100)
                .entry(SECRET, 0x16000, 0xc00)
                .entry(HASHES, 0x16c00, 0x400)
                .entry(METADATA, METADATA_FROM_END)
                .section(0x10000, 0x4000, 1)
                .section(0x14000, 0x1000, 2)
                .section(0x15000, 0x1000, 3)
                .section(0x16000, 0x1000, 0x10);
    }

    /** Adds an entry in front of the table. */
    public OvmfBuilder entry(String guid, int... data) {
        int length = data.length * 4 + 18;
        start -= length;
        for (int i = 0; i < data.length; i++) {
            image.putInt(start + i * 4, data[i]);
        }
        image.putShort(start + length - 18, (short) length);
        image.put(start + length - 16, Guid.of(guid).encode().toArray());
        return tableLength(image.capacity() - 32 - start);
    }

    /** Adds a section and the metadata that holds it. */
    public OvmfBuilder section(int gpa, int size, int type) {
        sections.add(new int[] {gpa, size, type});
        int at = metadata();
        image.putInt(at, 0x56455341).putInt(at + 4, 16 + sections.size() * 12).putInt(at + 8, 1);
        image.putInt(at + 12, sections.size());
        for (int i = 0; i < sections.size(); i++) {
            for (int j = 0; j < 3; j++) {
                image.putInt(at + 16 + i * 12 + j * 4, sections.get(i)[j]);
            }
        }
        return this;
    }

    /** Changes the table's length. */
    public OvmfBuilder tableLength(int length) {
        return u16(image.capacity() - 50, length);
    }

    /** Changes 16 bits. */
    public OvmfBuilder u16(int at, int value) {
        image.putShort(at, (short) value);
        return this;
    }

    /** Changes 32 bits of the metadata. */
    public OvmfBuilder metadata(int offset, int value) {
        image.putInt(metadata() + offset, value);
        return this;
    }

    /** Where the table begins. */
    public int tableStart() {
        return start;
    }

    /** The image under the name {@code test.fd}. */
    public Image image() {
        return new Image("test.fd", Bytes.of(image.array()));
    }

    private int metadata() {
        return image.capacity() - METADATA_FROM_END;
    }
}

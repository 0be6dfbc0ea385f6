// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.cloister.amd.firmware.Guid;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Image;

/**
 * Firmware as nobody built it and anybody could: tables, sections, and places as the format allows them, content by
 * chance.
 */
final class RandomLayout {
    private static final int PAGE = 4096;
    private static final Guid FOOTER = Guid.of("96b582de-1fb2-45f7-baea-a366c55a082d");
    private static final Guid RESET = Guid.of("00f771de-1a7e-4fcb-890e-68c77e2fb44e");
    private static final Guid SECRET = Guid.of("4c2eb361-7d9b-4cc3-8081-127c90d3d294");
    private static final Guid HASHES = Guid.of("7255371f-3a3b-4b04-927b-1da6efa8d454");
    private static final Guid METADATA = Guid.of("dc886566-984a-4798-a75e-5585a7bf67cc");
    private static final int SEC_MEM = 1;
    private static final int SECRETS = 2;
    private static final int CPUID = 3;
    private static final int SVSM_CAA = 4;
    private static final int KERNEL_HASHES = 0x10;
    private static final int TABLE_ROOM = 512;
    private static final int HASH_TABLE = 176;

    private final Random random;
    private final ByteBuffer image;
    private final List<int[]> sections = new ArrayList<>();
    private int start;

    private RandomLayout(Random random) {
        this.random = random;
        byte[] content = new byte[(1 + random.nextInt(3)) << 16];
        random.nextBytes(content);
        if (random.nextBoolean()) {
            java.util.Arrays.fill(content, 0, content.length / 2, (byte) 0);
        }
        image = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        start = content.length - 32;
    }

    /**
     * An image.
     *
     * @param alignment of the area for kernel hashes: SEV encrypts it where it lies, 16 bytes at a time
     */
    static Image image(Random random, int alignment) {
        RandomLayout layout = new RandomLayout(random);
        int hashPage = layout.sections();
        layout.table(hashPage, random.nextInt(PAGE - HASH_TABLE + 1) / alignment * alignment);
        return new Image("random.fd", Bytes.of(layout.image.array()));
    }

    /**
     * Sections of all types in any order, some side by side and some apart; answers with the page of the kernel hashes.
     */
    private int sections() {
        List<Integer> types = new ArrayList<>(List.of(SECRETS, CPUID, KERNEL_HASHES));
        for (int more = random.nextInt(6); more > 0; more--) {
            types.add(random.nextInt(4) == 0 ? SVSM_CAA : SEC_MEM);
        }
        Collections.shuffle(types, random);
        int page = 1 + random.nextInt(0x400);
        int hashPage = 0;
        for (int type : types) {
            int pages = type == SEC_MEM ? 1 + random.nextInt(8) : 1;
            sections.add(new int[] {page * PAGE, pages * PAGE, type});
            hashPage = type == KERNEL_HASHES ? page : hashPage;
            page += pages + (random.nextBoolean() ? 0 : random.nextInt(16));
        }
        Collections.shuffle(sections, random);
        return hashPage;
    }

    private void table(int hashPage, int offset) {
        List<Runnable> entries = new ArrayList<>(List.of(
                () -> entry(RESET, 0xffff0000 | random.nextInt(0x10000) & ~0xf | 0x10),
                () -> entry(SECRET, hashPage * PAGE, 0x100),
                () -> entry(
                        HASHES, hashPage * PAGE + offset, HASH_TABLE + random.nextInt(PAGE - offset - HASH_TABLE + 1)),
                () -> entry(METADATA, metadata()),
                () -> entry(new Guid(new java.util.UUID(random.nextLong(), random.nextLong())), random.nextInt())));
        Collections.shuffle(entries, random);
        entry(FOOTER);
        entries.forEach(Runnable::run);
        image.putShort(image.capacity() - 50, (short) (image.capacity() - 32 - start));
    }

    /** Puts the metadata anywhere before the table; answers with its distance from the end. */
    private int metadata() {
        int length = 16 + sections.size() * 12;
        int at = random.nextInt(image.capacity() - TABLE_ROOM - length);
        image.putInt(at, 0x56455341).putInt(at + 4, length).putInt(at + 8, 1).putInt(at + 12, sections.size());
        for (int i = 0; i < sections.size(); i++) {
            for (int j = 0; j < 3; j++) {
                image.putInt(at + 16 + i * 12 + j * 4, sections.get(i)[j]);
            }
        }
        return image.capacity() - at;
    }

    private void entry(Guid guid, int... data) {
        int length = data.length * 4 + 18;
        start -= length;
        for (int i = 0; i < data.length; i++) {
            image.putInt(start + i * 4, data[i]);
        }
        image.putShort(start + length - 18, (short) length);
        image.put(start + length - 16, guid.encode().toArray());
    }
}

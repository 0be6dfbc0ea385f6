// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Files of the kinds that QEMU's {@code -kernel} distinguishes; there is no code in any of them. */
public enum KernelFiles {
    /** What Linux builds: a setup header, and behind it the kernel. */
    BZIMAGE(setup(8192, 1)),
    /** The same, cut off. */
    SHORT(setup(4096, 40)),
    /** A program of EFI without Linux's setup header. */
    PLAIN_EFI(efi()),
    /** A program for boot loaders of the multiboot kind, which is ELF too. */
    MULTIBOOT(elf(1, 0x1000, 0x1badb002, 0, -0x1badb002)),
    /** An uncompressed kernel. */
    UNCOMPRESSED(elf(2, 0x3000)),
    /** No bytes. */
    EMPTY(new byte[0]);

    private final byte[] content;

    KernelFiles(byte[] content) {
        this.content = content;
    }

    /** The file, written each time. */
    public byte[] content() {
        return content.clone();
    }

    private static byte[] setup(int size, int sectors) {
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0x1f1, (byte) sectors)
                .put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII))
                .putShort(0x206, (short) 0x20f)
                .put(0x211, (byte) 1)
                .putInt(0x22c, 0x7fffffff);
        return file.array();
    }

    private static byte[] efi() {
        byte[] file = new byte[0x4000];
        Arrays.fill(file, 0x80 + 208, file.length, (byte) 0x11);
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, new byte[] {'M', 'Z'})
                .putInt(0x3c, 0x80)
                .put(0x80, new byte[] {'P', 'E', 0, 0, 0x64, (byte) 0x86, 1, 0});
        return file;
    }

    private static byte[] elf(int width, int at, int... words) {
        ByteBuffer file = ByteBuffer.allocate(0x4000).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, new byte[] {0x7f, 'E', 'L', 'F', (byte) width, 1, 1});
        for (int i = 0; i < words.length; i++) {
            file.putInt(at + i * Integer.BYTES, words[i]);
        }
        return file.array();
    }
}

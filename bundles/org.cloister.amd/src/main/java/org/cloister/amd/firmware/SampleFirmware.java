// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Image;

/**
 * A firmware of 64 KiB that the project assembles itself, so that a guest can be launched where no OVMF is at hand. It
 * has OVMF's tables, writes a line to the first serial port, a second one where its secret area begins with a secret's
 * table, and halts. It does not reveal the secret.
 *
 * <p>It runs in real mode from the reset vector on and reaches the port with {@code OUT}. That works where a platform
 * runs it without register encryption; an SEV-ES or SEV-SNP processor raises #VC on {@code OUT}, for which this
 * firmware has no handler.
 */
public final class SampleFirmware {
    /** What it writes, with the line's end. */
    public static final String GREETING = "Hello from a confidential guest\n";

    /** What it writes then where a secret was injected, with the line's end. */
    public static final String SECRET_FOUND = "Found its secret\n";

    private static final int SIZE = 64 << 10;
    /** Where the image's first byte lies in guest memory. */
    private static final long BASE = (1L << 32) - SIZE;

    /**
     * The secret area's first byte in guest memory, and the table that an owner's secrets come in (Linux, efi_secret).
     */
    private static final int SECRET_AREA = 0x16000;

    private static final String SECRET_TABLE = "1e74f542-71dd-4d66-963e-ef4287ff173b";

    private static final int TEXT = 0x0040;
    private static final int FOUND = 0x0080;
    private static final int TABLE_NAME = 0x00c0;
    private static final int OTHERS = 0x0100;
    private static final int METADATA = 0xf000;
    private static final int TABLE_END = SIZE - 32;

    private static final Image IMAGE = new SampleFirmware().assemble();

    private final byte[] bytes = new byte[SIZE];

    private SampleFirmware() {}

    /** The image; always the same bytes. */
    public static Image image() {
        return IMAGE;
    }

    private Image assemble() {
        first();
        others();
        metadata();
        table();
        return new Image("built-in sample firmware", Bytes.of(bytes));
    }

    /**
     * The first processor begins at F000:FFF0 with a code segment base of FFFF0000. There is no stack: BX holds where
     * to go on.
     */
    private void first() {
        put(0xfff0, "e9 0d 00"); //        jmp  0x0000
        put(0x0000, "fc"); //              cld
        put(0x0001, "be 40 00"); //        mov  si, TEXT
        put(0x0004, "bb 18 00"); //        mov  bx, look
        put(0x0007, "ba f8 03"); // print: mov  dx, 0x3f8     first serial port
        put(0x000a, "2e ac"); //     next: cs lodsb
        put(0x000c, "84 c0"); //           test al, al
        put(0x000e, "74 03"); //           jz   done
        put(0x0010, "ee"); //              out  dx, al
        put(0x0011, "eb f7"); //           jmp  next
        put(0x0013, "ff e3"); //     done: jmp  bx
        put(0x0018, "b8 00 16"); //  look: mov  ax, SECRET_AREA / 16
        put(0x001b, "8e c0"); //           mov  es, ax
        put(0x001d, "31 ff"); //           xor  di, di
        put(0x001f, "be c0 00"); //        mov  si, TABLE_NAME
        put(0x0022, "b9 08 00"); //        mov  cx, 8
        put(0x0025, "f3 2e a7"); //        repe cs cmpsw
        put(0x0028, "75 08"); //           jne  halt
        put(0x002a, "be 80 00"); //        mov  si, FOUND
        put(0x002d, "bb 32 00"); //        mov  bx, halt
        put(0x0030, "eb d5"); //           jmp  print
        put(0x0032, "fa"); //        halt: cli
        put(0x0033, "f4"); //       again: hlt
        put(0x0034, "eb fd"); //           jmp  again
        put(TEXT, (GREETING + '\0').getBytes(StandardCharsets.US_ASCII));
        put(FOUND, (SECRET_FOUND + '\0').getBytes(StandardCharsets.US_ASCII));
        put(TABLE_NAME, Guid.of(SECRET_TABLE).encode().toArray());
    }

    /** Other processors have nothing to do. */
    private void others() {
        put(OTHERS, "fa"); //             cli
        put(OTHERS + 1, "f4"); //   halt: hlt
        put(OTHERS + 2, "eb fd"); //      jmp  halt
    }

    private void metadata() {
        int[][] sections = {
            {0x10000, 0x4000, 1}, // sec mem
            {0x14000, 0x1000, 2}, // secrets
            {0x15000, 0x1000, 3}, // cpuid
            {0x16000, 0x1000, 0x10}, // kernel hashes
        };
        put(METADATA, "ASEV".getBytes(StandardCharsets.US_ASCII));
        int at = words(METADATA + 4, 16 + sections.length * 12, 1, sections.length);
        for (int[] section : sections) {
            at = words(at, section);
        }
    }

    /** Written from the end backwards, as it is read. */
    private void table() {
        int end = entry(TABLE_END, "96b582de-1fb2-45f7-baea-a366c55a082d"); // footer; its length follows below
        end = entry(end, "00f771de-1a7e-4fcb-890e-68c77e2fb44e", (int) (BASE + OTHERS)); // SEV-ES reset block
        end = entry(end, "4c2eb361-7d9b-4cc3-8081-127c90d3d294", SECRET_AREA, 0xc00); // launch secret
        end = entry(end, "7255371f-3a3b-4b04-927b-1da6efa8d454", 0x16c00, 0x400); // kernel hashes
        int start = entry(end, "dc886566-984a-4798-a75e-5585a7bf67cc", SIZE - METADATA); // SEV metadata
        at(TABLE_END - Guid.SIZE - Short.BYTES).putShort((short) (TABLE_END - start));
    }

    private int entry(int end, String guid, int... data) {
        int length = data.length * Integer.BYTES + Short.BYTES + Guid.SIZE;
        int at = words(end - length, data);
        at(at).putShort((short) length).put(Guid.of(guid).encode().toArray());
        return end - length;
    }

    private int words(int at, int... values) {
        ByteBuffer out = at(at);
        for (int value : values) {
            out.putInt(value);
        }
        return out.position();
    }

    private void put(int at, String hex) {
        put(at, HexFormat.ofDelimiter(" ").parseHex(hex));
    }

    private void put(int at, byte[] content) {
        at(at).put(content);
    }

    private ByteBuffer at(int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(offset);
    }
}

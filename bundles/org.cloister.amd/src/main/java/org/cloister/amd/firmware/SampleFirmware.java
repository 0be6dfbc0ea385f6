package org.cloister.amd.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Image;

/**
 * A firmware of 64 KiB that the project assembles itself, so that a guest can be launched where no OVMF is at hand. It
 * has OVMF's tables, writes one line to the first serial port and halts.
 *
 * <p>It runs in real mode from the reset vector on and reaches the port with {@code OUT}. That works where a platform
 * runs it without register encryption; an SEV-ES or SEV-SNP processor raises #VC on {@code OUT}, for which this
 * firmware has no handler.
 */
public final class SampleFirmware {
    /** What it writes, with the line's end. */
    public static final String GREETING = "Hello from a confidential guest\n";

    private static final int SIZE = 64 << 10;
    /** Where the image's first byte lies in guest memory. */
    private static final long BASE = (1L << 32) - SIZE;

    private static final int TEXT = 0x0040;
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

    /** The first processor begins at F000:FFF0 with a code segment base of FFFF0000. */
    private void first() {
        put(0xfff0, "e9 0d 00"); //       jmp  0x0000
        put(0x0000, "fc"); //             cld
        put(0x0001, "be 40 00"); //       mov  si, TEXT
        put(0x0004, "ba f8 03"); //       mov  dx, 0x3f8     first serial port
        put(0x0007, "2e ac"); //    next: cs lodsb
        put(0x0009, "84 c0"); //          test al, al
        put(0x000b, "74 03"); //          jz   done
        put(0x000d, "ee"); //             out  dx, al
        put(0x000e, "eb f7"); //          jmp  next
        put(0x0010, "fa"); //       done: cli
        put(0x0011, "f4"); //       halt: hlt
        put(0x0012, "eb fd"); //          jmp  halt
        put(TEXT, (GREETING + '\0').getBytes(StandardCharsets.US_ASCII));
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
        end = entry(end, "4c2eb361-7d9b-4cc3-8081-127c90d3d294", 0x16000, 0xc00); // launch secret
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

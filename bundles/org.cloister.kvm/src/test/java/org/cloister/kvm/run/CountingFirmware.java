// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Image;
import org.cloister.api.platform.VirtualMachine;

/**
 * A firmware that counts for ever: a word in its own page grows by 1 and goes to the serial port, its low byte first. A
 * register counts along, and where both differ the guest halts.
 */
final class CountingFirmware {
    /** Where the word is, from the image's beginning. */
    private static final int COUNTER = 0x0f00;

    private static final int SILENT_COUNTER = 0x500;

    private CountingFirmware() {}

    static Image image() {
        byte[] image = SampleFirmware.image().content().toArray();
        put(image, 0xfff0, "e9 0d 00"); //           jmp  0
        put(image, 0x0000, "ba f8 03"); //           mov  dx, 0x3f8
        put(image, 0x0003, "31 c9"); //              xor  cx, cx
        put(image, 0x0005, "41"); //           next: inc  cx
        put(image, 0x0006, "2e ff 06 00 0f"); //     inc  word cs:[COUNTER]
        put(image, 0x000b, "2e a1 00 0f"); //        mov  ax, cs:[COUNTER]
        put(image, 0x000f, "39 c8"); //              cmp  ax, cx
        put(image, 0x0011, "75 06"); //              jne  halt
        put(image, 0x0013, "ee"); //                 out  dx, al
        put(image, 0x0014, "86 c4"); //              xchg al, ah
        put(image, 0x0016, "ee"); //                 out  dx, al
        put(image, 0x0017, "eb ec"); //              jmp  next
        put(image, 0x0019, "f4"); //           halt: hlt
        put(image, COUNTER, "00 00");
        return new Image("counting firmware", Bytes.of(image));
    }

    /** Counts in a double word of memory, and writes a byte each 256 times. */
    static Image silent() {
        byte[] image = SampleFirmware.image().content().toArray();
        put(image, 0xfff0, "e9 0d 00"); //           jmp  0
        put(image, 0x0000, "ba f8 03"); //           mov  dx, 0x3f8
        put(image, 0x0003, "66 31 c9"); //           xor  ecx, ecx
        put(image, 0x0006, "66 41"); //        next: inc  ecx
        put(image, 0x0008, "66 ff 06 00 05"); //     inc  dword [SILENT_COUNTER]
        put(image, 0x000d, "66 39 0e 00 05"); //     cmp  [SILENT_COUNTER], ecx
        put(image, 0x0012, "75 07"); //              jne  halt
        put(image, 0x0014, "84 c9"); //              test cl, cl
        put(image, 0x0016, "75 ee"); //              jnz  next
        put(image, 0x0018, "ee"); //                 out  dx, al
        put(image, 0x0019, "eb eb"); //              jmp  next
        put(image, 0x001b, "f4"); //           halt: hlt
        return new Image("silent counting firmware", Bytes.of(image));
    }

    /** How far a guest of {@link #silent} has come. */
    static long counted(VirtualMachine guest) {
        byte[] counter = guest.memory().guestView().read(SILENT_COUNTER, 4).toArray();
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(counter).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    private static void put(byte[] image, int at, String code) {
        byte[] bytes = Bytes.ofHex(code.replace(" ", "")).toArray();
        System.arraycopy(bytes, 0, image, at, bytes.length);
    }

    /** What a counting guest wrote, byte by byte: refuses a gap and a repetition at once. */
    static final class Console extends OutputStream {
        private final Runnable[] actions = new Runnable[1];
        private int bytes;
        private int actAt;

        /** Does something when so many bytes were written in all. */
        synchronized void at(int count, Runnable action) {
            actAt = count;
            actions[0] = action;
        }

        @Override
        public synchronized void write(int value) {
            int number = bytes / 2 + 1;
            int expected = bytes % 2 == 0 ? number : number >>> 8;
            assertThat(value & 0xff).as("byte %d", bytes).isEqualTo(expected & 0xff);
            bytes++;
            if (bytes == actAt) {
                actions[0].run();
            }
        }

        synchronized int bytes() {
            return bytes;
        }
    }
}

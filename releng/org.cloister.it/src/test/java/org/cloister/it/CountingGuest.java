// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;

/**
 * A guest that turns on page tables of its image, which have the C-bit, and counts in a page of its memory for ever.
 * Each number goes to the serial port in a line: four digits from A to P. A register counts along; where both differ,
 * the guest halts.
 */
final class CountingGuest {
    private static final long BASE = 0xffff0000L;
    private static final long CBIT = 1L << 51;
    /** Present, writable, accessed, dirty. */
    private static final long PAGE = 0x63;

    private static final long COUNTER = 0x5000;

    private final ByteBuffer image =
            ByteBuffer.wrap(SampleFirmware.image().content().toArray()).order(ByteOrder.LITTLE_ENDIAN);

    private CountingGuest() {
        code(0xfff0, "e9 0d 00"); //                    jmp  0
        code(0x0000, "66 2e 0f 01 16 f0 02"); //        lgdt cs:[02f0]
        code(0x0007, "0f 20 e0 66 83 c8 20 0f 22 e0"); // cr4 |= PAE
        code(0x0011, "66 b8 00 40 ff ff 0f 22 d8"); //  cr3 = the tables
        code(0x001a, "66 b9 80 00 00 c0 0f 32"); //     ecx = EFER; rdmsr
        code(0x0022, "66 0d 00 01 00 00 0f 30"); //     or   eax, LME; wrmsr
        code(0x002a, "0f 20 c0 66 0d 01 00 00 80 0f 22 c0"); // cr0 |= PG | PE
        code(0x0036, "66 ea 00 01 ff ff 08 00"); //     jmp  8:0100
        count();
        number(0x0208, 0x00af9b000000ffffL);
        code(0x02f0, "0f 00 00 02 ff ff"); //           the GDT's limit and base
        number(0x4000, BASE + 0x5000 | CBIT | PAGE);
        number(0x5018, BASE + 0x6000 | CBIT | PAGE);
        number(0x6ff8, BASE + 0x7000 | CBIT | PAGE);
        number(0x7000, COUNTER | CBIT | PAGE);
        for (int page = 0; page < 16; page++) {
            number(0x7f80 + page * 8, BASE + page * 0x1000L | CBIT | PAGE);
        }
    }

    static byte[] firmware() {
        return new CountingGuest().image.array();
    }

    /** What it writes from its beginning, so many bytes of it. */
    static String console(int length) {
        StringBuilder text = new StringBuilder();
        for (int number = 1; text.length() < length; number++) {
            for (int digit = 12; digit >= 0; digit -= 4) {
                text.append((char) ('A' + (number >>> digit & 0xf)));
            }
            text.append('\n');
        }
        return text.substring(0, length);
    }

    private void count() {
        code(0x0100, "bb 00 00 e0 ff"); //           mov  ebx, the counter
        code(0x0105, "66 ba f8 03"); //              mov  dx, 0x3f8
        code(0x0109, "45 31 c0"); //                 xor  r8d, r8d
        code(0x010c, "41 ff c0"); //           next: inc  r8d
        code(0x010f, "ff 03"); //                    inc  dword [rbx]
        code(0x0111, "8b 33"); //                    mov  esi, [rbx]
        code(0x0113, "44 39 c6"); //                 cmp  esi, r8d
        code(0x0116, "75 26"); //                    jne  halt
        code(0x0118, "bf 04 00 00 00"); //           mov  edi, 4
        code(0x011d, "66 c1 c6 04"); //       digit: rol  si, 4
        code(0x0121, "89 f0"); //                    mov  eax, esi
        code(0x0123, "24 0f"); //                    and  al, 0xf
        code(0x0125, "04 41"); //                    add  al, 'A'
        code(0x0127, "ee"); //                       out  dx, al
        code(0x0128, "ff cf"); //                    dec  edi
        code(0x012a, "75 f1"); //                    jnz  digit
        code(0x012c, "b0 0a ee"); //                 out  dx, '\\n'
        code(0x012f, "b9 00 20 00 00"); //           mov  ecx, a pause
        code(0x0134, "ff c9"); //             pause: dec  ecx
        code(0x0136, "75 fc"); //                    jnz  pause
        code(0x0138, "eb d2"); //                    jmp  next
        code(0x013e, "f4"); //                 halt: hlt
    }

    private int place(int at) {
        return image.capacity() - 0x10000 + at;
    }

    private void code(int at, String code) {
        image.put(place(at), Bytes.ofHex(code.replace(" ", "")).toArray());
    }

    private void number(int at, long value) {
        image.putLong(place(at), value);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.Bytes;
import org.cloister.api.guest.Image;
import org.cloister.api.platform.VcpuState;

/**
 * A firmware with page tables in its image, all of them with the C-bit. It counts as {@link CountingFirmware} does, in
 * a private page; each number is left in a page that the tables share with the host.
 */
final class PagedFirmware {
    static final int PRIVATE = 0x5000;
    static final int SHARED = 0x6000;
    /** Where the image's last 64 KiB lie. */
    static final long BASE = 0xffff0000L;

    static final int TABLES = 0x4000;
    static final int TABLES_SIZE = 0x6000;

    private static final int CODE = 0x100;
    private static final long CBIT = 1L << 51;
    /** Present, writable, accessed, dirty: a processor changes nothing in it. */
    private static final long PAGE = 0x63;
    /** The last 2 MiB below 4 GiB. */
    private static final int WINDOW = 0x1f0;

    private final ByteBuffer image =
            ByteBuffer.wrap(SampleFirmware.image().content().toArray()).order(ByteOrder.LITTLE_ENDIAN);
    private final int begin = image.capacity() - 0x10000;

    private PagedFirmware() {
        code(0xfff0, "e9 0d 00"); //                 jmp  0
        turnPagingOn();
        count();
        number(0x0208, 0x00af9b000000ffffL);
        code(0x02f0, "0f 00 00 02 ff ff"); //        the GDT's limit and base
        number(0x4000, BASE + 0x5000 | CBIT | PAGE);
        number(0x5018, BASE + 0x6000 | CBIT | PAGE);
        number(0x6ff8, BASE + 0x7000 | CBIT | PAGE);
        number(0x7000, PRIVATE | CBIT | PAGE);
        number(0x7008, SHARED | PAGE);
        for (int page = 0; page < 16; page++) {
            number(0x7000 + (WINDOW + page) * 8, BASE + page * 0x1000L | CBIT | PAGE);
        }
        number(0x8018, BASE + 0x6000 | CBIT | 1);
        number(0x9000, BASE + 0x4000 | CBIT | PAGE);
    }

    static Image image() {
        return new Image("paged firmware", Bytes.of(new PagedFirmware().image.array()));
    }

    /** The tables as they are in the image. */
    static Bytes tables() {
        PagedFirmware firmware = new PagedFirmware();
        return Bytes.of(firmware.image.array()).slice(firmware.begin + TABLES, TABLES_SIZE);
    }

    /** A processor that begins in long mode with four levels of tables, and the C-bit in CR3. */
    static VcpuState fourLevels(VcpuState vcpu) {
        return flat(vcpu, 0xa9b).with("cr3", BASE + 0x4000 | CBIT).with("efer", vcpu.get("efer") | 0x500);
    }

    /** A processor that begins in long mode with five levels of tables. */
    static VcpuState fiveLevels(VcpuState vcpu) {
        return fourLevels(vcpu).with("cr3", BASE + 0x9000 | CBIT).with("cr4", 0x1020 | vcpu.get("cr4"));
    }

    /** A processor that begins in protected mode with PAE's tables. */
    static VcpuState pae(VcpuState vcpu) {
        return flat(vcpu, 0xc9b).with("cr3", BASE + 0x8000);
    }

    private static VcpuState flat(VcpuState vcpu, long code) {
        VcpuState state = segment(segment(segment(vcpu, "ds", 0xc93), "es", 0xc93), "ss", 0xc93);
        return segment(state, "cs", code)
                .with("cr0", 0x80000011L)
                .with("cr4", 0x20 | vcpu.get("cr4"))
                .with("rip", BASE + CODE);
    }

    private static VcpuState segment(VcpuState vcpu, String name, long attributes) {
        return vcpu.with(name + ".attributes", attributes)
                .with(name + ".base", 0)
                .with(name + ".limit", 0xffffffffL);
    }

    private void turnPagingOn() {
        code(0x0000, "66 2e 0f 01 16 f0 02"); //     lgdt cs:[02f0]
        code(0x0007, "0f 20 e0"); //                 mov  eax, cr4
        code(0x000a, "66 83 c8 20"); //              or   eax, PAE
        code(0x000e, "0f 22 e0"); //                 mov  cr4, eax
        code(0x0011, "66 b8 00 40 ff ff"); //        mov  eax, the tables
        code(0x0017, "0f 22 d8"); //                 mov  cr3, eax
        code(0x001a, "66 b9 80 00 00 c0"); //        mov  ecx, EFER
        code(0x0020, "0f 32"); //                    rdmsr
        code(0x0022, "66 0d 00 01 00 00"); //        or   eax, LME
        code(0x0028, "0f 30"); //                    wrmsr
        code(0x002a, "0f 20 c0"); //                 mov  eax, cr0
        code(0x002d, "66 0d 01 00 00 80"); //        or   eax, PG | PE
        code(0x0033, "0f 22 c0"); //                 mov  cr0, eax
        code(0x0036, "66 ea 00 01 ff ff 08 00"); //  jmp  8:CODE
    }

    /** The same bytes in protected mode and in 64-bit mode. */
    private void count() {
        code(0x0100, "bb 00 00 e0 ff"); //           mov  ebx, the private page
        code(0x0105, "be 00 10 e0 ff"); //           mov  esi, the shared page
        code(0x010a, "66 ba f8 03"); //              mov  dx, 0x3f8
        code(0x010e, "31 c9"); //                    xor  ecx, ecx
        code(0x0110, "ff c1"); //              next: inc  ecx
        code(0x0112, "ff 03"); //                    inc  dword [rbx]
        code(0x0114, "8b 03"); //                    mov  eax, [rbx]
        code(0x0116, "39 c8"); //                    cmp  eax, ecx
        code(0x0118, "75 08"); //                    jne  halt
        code(0x011a, "89 06"); //                    mov  [rsi], eax
        code(0x011c, "ee"); //                       out  dx, al
        code(0x011d, "86 c4"); //                    xchg al, ah
        code(0x011f, "ee"); //                       out  dx, al
        code(0x0120, "eb ee"); //                    jmp  next
        code(0x0122, "f4"); //                 halt: hlt
    }

    private void code(int at, String code) {
        image.put(begin + at, Bytes.ofHex(code.replace(" ", "")).toArray());
    }

    private void number(int at, long value) {
        image.putLong(begin + at, value);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.kvm.vm.exit.Exit;
import org.junit.jupiter.api.Test;

/** Guests in the processor's modes, with ports, MMIO, HLT and a triple fault. */
class GuestModesTest {
    @Test
    void aRealModeGuestWritesToItsSerialPortAndHalts() {
        // mov dx,0x3f8; mov al,'H'; out dx,al; mov al,'i'; out dx,al; hlt
        try (Guest guest = Guest.real("ba f8 03  b0 48  ee  b0 69  ee  f4")) {
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.PortWrite(0x3f8, 1, 1, Bytes.ofHex("48")));
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.PortWrite(0x3f8, 1, 1, Bytes.ofHex("69")));
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.Hlt());
            assertThat(guest.register("rip")).isEqualTo(Guest.CODE + 10);
        }
    }

    @Test
    void aPortIsAnsweredAndAnUnansweredOneReadsOnes() {
        // mov dx,0x1234; in ax,dx; mov bx,ax; in al,dx; hlt
        try (Guest guest = Guest.real("ba 34 12  ed  89 c3  ec  f4")) {
            Exit.PortRead first = (Exit.PortRead) guest.vcpu.run();
            assertThat(first.port()).isEqualTo(0x1234);
            assertThat(first.size()).isEqualTo(2);
            first.answer().set(0xcafe);
            Exit.PortRead second = (Exit.PortRead) guest.vcpu.run();
            assertThat(second.size()).isEqualTo(1);
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.Hlt());
            assertThat(guest.register("rbx") & 0xffff).isEqualTo(0xcafe);
            assertThat(guest.register("rax") & 0xff).isEqualTo(0xff);
        }
    }

    @Test
    void stringsGoOutAndComeInWhole() {
        // mov dx,0x3f8; mov cx,5; mov si,0x3000; rep outsb; mov cx,4; mov di,0x3100; rep insb; hlt
        try (Guest guest = Guest.real("ba f8 03  b9 05 00  be 00 30  f3 6e  b9 04 00  bf 00 31  f3 6c  f4")) {
            guest.write(0x3000, "hello".getBytes(StandardCharsets.US_ASCII));
            List<Exit.PortRead> reads = new ArrayList<>();
            StringBuilder written = new StringBuilder();
            int asked = 0;
            for (Exit exit = guest.vcpu.run(); !(exit instanceof Exit.Hlt); exit = guest.vcpu.run()) {
                if (exit instanceof Exit.PortWrite write) {
                    written.append(new String(write.data().toArray(), StandardCharsets.US_ASCII));
                } else if (exit instanceof Exit.PortRead read) {
                    byte[] bytes = "back"
                            .substring(asked, asked + read.answer().length())
                            .getBytes(StandardCharsets.US_ASCII);
                    read.answer().set(bytes);
                    asked += bytes.length;
                    reads.add(read);
                }
            }
            assertThat(written).hasToString("hello");
            assertThat(guest.read(0x3100, 4))
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("back");
            // KVM reads ahead what a string instruction will take
            assertThat(reads).extracting(Exit.PortRead::count).containsExactly(4);
        }
    }

    @Test
    void aProtectedModeGuestReadsAndWritesWhereNoMemoryIs() {
        // mov eax,[0x200000]; inc eax; mov [0x200008],eax; mov byte [0x20000c],7; hlt
        try (Guest guest = Guest.protectedMode("a1 00 00 20 00  40  a3 08 00 20 00  c6 05 0c 00 20 00 07  f4")) {
            Exit.MmioRead read = (Exit.MmioRead) guest.vcpu.run();
            assertThat(read.gpa()).isEqualTo(Guest.MMIO);
            assertThat(read.answer().length()).isEqualTo(4);
            read.answer().set(0x11223344);
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.MmioWrite(Guest.MMIO + 8, Bytes.ofHex("45332211")));
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.MmioWrite(Guest.MMIO + 12, Bytes.ofHex("07")));
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.Hlt());
        }
    }

    @Test
    void aProtectedModeGuestLoadsASegmentFromItsTable() {
        // mov ax,0x10; mov ds,ax; mov eax,[0x3000]; mov dx,0x80; out dx,eax; hlt
        try (Guest guest = Guest.protectedMode("66 b8 10 00  8e d8  a1 00 30 00 00  66 ba 80 00  ef  f4")) {
            guest.write(0x3000, new byte[] {1, 2, 3, 4});
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.PortWrite(0x80, 4, 1, Bytes.ofHex("01020304")));
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.Hlt());
        }
    }

    @Test
    void aLongModeGuestComputesWith64Bits() {
        // mov rax,0x123456789abcdef0; shl rax,4; mov [0x3000],rax; mov rbx,[0x200000]; mov [0x200008],rbx; out 0x80,al;
        // hlt
        try (Guest guest = Guest.longMode("48 b8 f0 de bc 9a 78 56 34 12  48 c1 e0 04  48 89 04 25 00 30 00 00"
                + "48 8b 1c 25 00 00 20 00  48 89 1c 25 08 00 20 00  e6 80  f4")) {
            Exit.MmioRead read = (Exit.MmioRead) guest.vcpu.run();
            assertThat(read.gpa()).isEqualTo(Guest.MMIO);
            assertThat(read.answer().length()).isEqualTo(8);
            read.answer().set(0x0102030405060708L);
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.MmioWrite(Guest.MMIO + 8, Bytes.ofHex("0807060504030201")));
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.PortWrite(0x80, 1, 1, Bytes.ofHex("00")));
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.Hlt());
            assertThat(guest.register("rax")).isEqualTo(0x23456789abcdef00L);
            assertThat(guest.read(0x3000, 8)).containsExactly(0, 0xef, 0xcd, 0xab, 0x89, 0x67, 0x45, 0x23);
        }
    }

    @Test
    void aTripleFaultIsAShutdown() {
        try (Guest guest = Guest.protectedMode("0f 0b")) { // ud2 without an interrupt table
            guest.special(registers -> registers.set("idt.limit", 0));
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.Shutdown());
        }
    }

    @Test
    void anInstructionThatCannotBeEmulatedIsExplained() {
        // aesenc xmm0,[0x200000]; hlt
        try (Guest guest = Guest.protectedMode("66 0f 38 dc 05 00 00 20 00  f4")) {
            Exit exit = guest.vcpu.run();
            assertThat(exit).isInstanceOf(Exit.InternalError.class);
            assertThat(((Exit.InternalError) exit).explain())
                    .contains("cannot emulate the instruction 660f38dc0500002000");
        }
    }
}

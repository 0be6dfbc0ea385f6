// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Mapping;
import org.cloister.kvm.vm.abi.Constants;
import org.cloister.kvm.vm.abi.Struct;
import org.cloister.kvm.vm.exit.Exit;
import org.junit.jupiter.api.Test;

class MemoryTest {
    // mov al,[0x3000]; inc al; mov [0x4000],al; mov [0x6fff],al; hlt
    private static final String WRITER = "a0 00 30  fe c0  a2 00 40  a2 ff 6f  f4";

    @Test
    void theLogTellsWhichPagesTheGuestWroteOnce() {
        try (Guest guest = Guest.real(WRITER)) {
            guest.write(0x3000, new byte[] {41});
            guest.vm.dirtyPages(0);
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.Hlt());
            assertThat(guest.vm.dirtyPages(0).stream()).containsExactly(4, 6);
            assertThat(guest.vm.dirtyPages(0).isEmpty()).isTrue();
            assertThat(guest.read(0x4000, 1)).containsExactly(42);
        }
    }

    @Test
    void withoutTheFlagThereIsNoLog() {
        try (Guest guest = Guest.real(WRITER);
                Mapping more = Mapping.anonymous(4096, "more")) {
            guest.vm.setMemory(MemorySlot.of(1, 0, 0x400000, more));
            assertThatThrownBy(() -> guest.vm.dirtyPages(1)).hasMessageContaining("ENOENT");
            assertThatThrownBy(() -> guest.vm.dirtyPages(2)).hasMessageContaining("no such memory slot");
        }
    }

    @Test
    void aSlotThatIsRemovedIsNoMemoryAnyMore() {
        // mov al,[0x200000] twice, then hlt
        try (Guest guest = Guest.protectedMode("a0 00 00 20 00  e6 80  a0 00 00 20 00  f4");
                Mapping more = Mapping.anonymous(4096, "more")) {
            guest.vm.setMemory(MemorySlot.of(1, 0, Guest.MMIO, more));
            more.write(0, new byte[] {7}, 0, 1);
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.PortWrite(0x80, 1, 1, Bytes.ofHex("07")));
            guest.vm.removeMemory(1);
            assertThat(guest.vcpu.run()).isInstanceOf(Exit.MmioRead.class);
        }
    }

    @Test
    void aWriteToReadOnlyMemoryComesOut() {
        // mov byte [0x200000],5; mov al,[0x200000]; out 0x80,al; hlt
        try (Guest guest = Guest.protectedMode("c6 05 00 00 20 00 05  a0 00 00 20 00  e6 80  f4");
                Mapping rom = Mapping.anonymous(4096, "rom")) {
            guest.vm.setMemory(MemorySlot.of(1, Constants.MEM_READONLY, Guest.MMIO, rom));
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.MmioWrite(Guest.MMIO, Bytes.ofHex("05")));
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.PortWrite(0x80, 1, 1, Bytes.ofHex("00")));
        }
    }

    @Test
    void aSlotShowsAPartOfAMapping() {
        try (Guest guest = Guest.protectedMode("a0 00 00 20 00  e6 80  f4");
                Mapping large = Mapping.anonymous(0x4000, "large")) {
            large.write(0x2000, new byte[] {9}, 0, 1);
            guest.vm.setMemory(new MemorySlot(1, 0, Guest.MMIO, large, 0x2000, 0x1000, Optional.empty()));
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.PortWrite(0x80, 1, 1, Bytes.ofHex("09")));
            assertThatThrownBy(() -> new MemorySlot(1, 0, 0, large, 0x2000, 0x3000, Optional.empty()))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aSlotThatOverlapsAnotherIsRefused() {
        try (Guest guest = Guest.real(WRITER);
                Mapping more = Mapping.anonymous(4096, "more")) {
            assertThatThrownBy(() -> guest.vm.setMemory(MemorySlot.of(1, 0, 0x1000, more)))
                    .isInstanceOf(CloisterException.class)
                    .hasMessageContaining("slot 1 at 0x1000")
                    .hasMessageContaining("EEXIST");
        }
    }

    @Test
    void memoryThatWasUnmappedEndsTheRunAndNotTheProcess() {
        try (Guest guest = Guest.protectedMode("a0 00 00 20 00  f4")) {
            Mapping gone = Mapping.anonymous(4096, "gone");
            guest.vm.setMemory(MemorySlot.of(1, 0, Guest.MMIO, gone));
            gone.close();
            // The processor's access fails; one that KVM emulates is taken for MMIO
            try {
                assertThat(guest.vcpu.run()).isInstanceOf(Exit.MmioRead.class);
            } catch (CloisterException e) {
                assertThat(e).hasMessageContaining("KVM_RUN failed").hasMessageContaining("EFAULT");
            }
        }
    }

    @Test
    void aGuestReadsWhatTheHostWroteIntoAGuestMemfd() {
        try (Guest guest = Guest.protectedMode("a0 00 00 20 00  fe c0  a2 01 00 20 00  f4")) {
            long flags = Constants.GUEST_MEMFD_FLAG_MMAP | Constants.GUEST_MEMFD_FLAG_INIT_SHARED;
            assumeTrue(
                    (guest.vm.capability(KvmCapability.GUEST_MEMFD_FLAGS) & flags) == flags,
                    "this kernel has no guest_memfd that the host may map");
            try (Descriptor file = guest.vm.createGuestMemfd(0x1000, flags);
                    Mapping shared = Mapping.of(file, 0x1000, "guest_memfd")) {
                guest.vm.setMemory(MemorySlot.of(1, 0, Guest.MMIO, shared).with(file, 0));
                shared.write(0, new byte[] {41}, 0, 1);
                assertThat(guest.vcpu.run()).isEqualTo(new Exit.Hlt());
                byte[] seen = new byte[1];
                shared.read(1, seen, 0, 1);
                assertThat(seen).containsExactly(42);
            }
        }
    }

    @Test
    void attributesOfAMachineWithoutPrivateMemoryAreRefused() {
        try (Guest guest = Guest.real(WRITER)) {
            int attributes = guest.vm.capability(KvmCapability.MEMORY_ATTRIBUTES);
            assumeTrue(attributes == 0, "this kernel has attributes for every machine");
            assertThat(guest.vm
                            .setAttributes(0, 4096, Constants.MEMORY_ATTRIBUTE_PRIVATE)
                            .errno())
                    .isIn(Errno.ENOTTY, Errno.EINVAL);
        }
    }

    @Test
    void aPageThatIsPrivateAndNotThereFaults() {
        try (KvmSystem system = Guest.system()) {
            assumeTrue(
                    system.vmTypes().contains(VmType.SW_PROTECTED),
                    "this kernel does not offer " + VmType.SW_PROTECTED.kernelName());
            try (KvmVm vm = system.createVm(VmType.SW_PROTECTED);
                    Mapping shared = Mapping.anonymous(0x10000, "shared")) {
                // The page that the processor begins in is private, and the slot has no private pages
                vm.setMemory(MemorySlot.of(0, 0, 0xf0000, shared));
                vm.setAttributes(0xff000, 0x1000, Constants.MEMORY_ATTRIBUTE_PRIVATE)
                        .orThrow("KVM_SET_MEMORY_ATTRIBUTES");
                KvmVcpu vcpu = vm.createVcpu(0);
                Struct special = vcpu.state().special();
                vcpu.state().setSpecial(special.set("cs.base", 0xf0000).set("cs.selector", 0xf000));
                assertThat(vcpu.run())
                        .isEqualTo(new Exit.MemoryFault(Constants.MEMORY_ATTRIBUTE_PRIVATE, 0xff000, 0x1000));
            }
        }
    }
}

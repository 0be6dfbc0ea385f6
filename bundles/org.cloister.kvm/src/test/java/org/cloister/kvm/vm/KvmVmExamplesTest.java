// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.BitSet;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.status.Errno;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Mapping;
import org.cloister.kvm.libc.Result;
import org.cloister.kvm.vm.abi.Constants;
import org.cloister.testing.JavadocExamples;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The examples of {@link KvmVm}, on this machine's kernel; commands of SEV are refused where it has none. */
class KvmVmExamplesTest {
    private KvmSystem system;
    private KvmVm vm;
    private Mapping memory;

    @BeforeEach
    void machine() {
        system = Guest.system();
        vm = system.createVm(VmType.DEFAULT);
        memory = Mapping.anonymous(0x10000, "memory of an example");
    }

    @AfterEach
    void closed() {
        // Where there is no KVM, nothing was opened
        if (system != null) {
            vm.close();
            memory.close();
            system.close();
        }
    }

    @Test
    void type() {
        // Example: type()
        boolean encrypted = vm.type() != VmType.DEFAULT;
        // End
        assertThat(encrypted).isFalse();
    }

    @Test
    void capabilities() {
        // Example: capability(KvmCapability)
        int slots = vm.capability(KvmCapability.NR_MEMSLOTS);
        // End
        assertThat(slots).isPositive();
        // Example: enable(KvmCapability, long...)
        Result enabled = vm.enable(KvmCapability.SPLIT_IRQCHIP, 24);
        enabled.orThrow("KVM_ENABLE_CAP of KVM_CAP_SPLIT_IRQCHIP");
        // End
        assertThat(enabled.failed()).isFalse();
    }

    @Test
    void contextOfAnother() {
        try (KvmVm other = system.createVm(VmType.DEFAULT)) {
            // Example: number()
            Result moved = vm.enable(KvmCapability.VM_MOVE_ENC_CONTEXT_FROM, other.number());
            // End
            assertThat(moved.failed()).isTrue();
        }
    }

    @Test
    void memory() {
        // Example: setMemory(MemorySlot)
        vm.setMemory(MemorySlot.of(0, Constants.MEM_LOG_DIRTY_PAGES, 0xf0000, memory));
        // End
        // Example: dirtyPages(int)
        BitSet written = vm.dirtyPages(0); // of slot 0
        written.stream().forEach(page -> System.out.printf("written: %#x%n", 0xf0000 + page * 4096));
        // End
        assertThat(written.isEmpty()).isTrue();
        // Example: removeMemory(int)
        vm.removeMemory(0);
        memory.close(); // not before: the guest would lose its pages
        // End
        assertThatThrownBy(() -> vm.dirtyPages(0)).hasMessageContaining("no such memory slot");
    }

    @Test
    void privateMemory() {
        Needs.that(vm.capability(KvmCapability.GUEST_MEMFD) > 0, () -> "a kernel whose machines have guest_memfd");
        // Example: createGuestMemfd(long, long)
        try (Descriptor pages = vm.createGuestMemfd(memory.size(), 0)) {
            vm.setMemory(MemorySlot.of(0, 0, 0, memory).with(pages, 0));
        }
        // End
    }

    @Test
    void attributes() {
        // Example: setAttributes(long, long, long)
        if ((vm.capability(KvmCapability.MEMORY_ATTRIBUTES) & Constants.MEMORY_ATTRIBUTE_PRIVATE) != 0) {
            vm.setAttributes(0, 0x10000, Constants.MEMORY_ATTRIBUTE_PRIVATE).orThrow("KVM_SET_MEMORY_ATTRIBUTES");
        }
        // End
    }

    @Test
    void controllers() {
        // Example: createIrqchip()
        vm.createIrqchip();
        KvmVcpu vcpu = vm.createVcpu(0);
        // End
        assertThat(vcpu.id()).isZero();
    }

    @Test
    void writesOfAnMsr() {
        // Example: exitOnWrite(int)
        vm.exitOnWrite(0xc0000080).orThrow("KVM_X86_SET_MSR_FILTER"); // EFER
        // End
        assertThat(vm.exitOnWrite(0xc0000080).failed()).isFalse();
    }

    @Test
    void controllersOutside() {
        // Example: splitIrqchip(int)
        vm.splitIrqchip(24);
        KvmVcpu vcpu = vm.createVcpu(0);
        // End
        assertThat(vcpu.id()).isZero();
    }

    @Test
    void taskState() {
        // Example: setTssAddress(long)
        vm.setTssAddress(0xfffbd000L);
        // End
    }

    @Test
    void encryption() {
        // Example: encryptOp(long)
        boolean enabled = !vm.encryptOp(0).failed();
        // End
        assertThat(enabled).isEqualTo(system.vmTypes().contains(VmType.SEV));
    }

    @Test
    void pinned() {
        // Example: registerRegion(long, long)
        Result pinned = vm.registerRegion(memory.address(), memory.size());
        // End
        // Example: unregisterRegion(long, long)
        Result released = vm.unregisterRegion(memory.address(), memory.size());
        // End
        // Every kernel refuses both for a machine that was not initialised for SEV
        assertThat(pinned.errno()).isEqualTo(Errno.ENOTTY);
        assertThat(released.errno()).isEqualTo(Errno.ENOTTY);
    }

    @Test
    void processors() {
        // Example: createVcpu(int)
        for (int id = 0; id < 2; id++) {
            vm.createVcpu(id).state().setCpuid(system.supportedCpuid());
        }
        // End
        assertThatThrownBy(() -> vm.createVcpu(1)).hasMessageContaining("EEXIST");
    }

    @Test
    void ended() {
        // Example: close()
        KvmVcpu vcpu = vm.createVcpu(0);
        vm.close(); // stops and closes the vCPU, too
        // End
        assertThatThrownBy(vcpu::run).hasMessageContaining("closed");
    }

    @Test
    void theJavadocHoldsThem() throws IOException {
        JavadocExamples.of("kvm", KvmVm.class.getName(), getClass()).require();
    }
}

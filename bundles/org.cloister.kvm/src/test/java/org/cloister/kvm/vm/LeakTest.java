// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cloister.amd.kvm.VmType;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Mapping;
import org.cloister.kvm.testing.OpenDescriptors;
import org.junit.jupiter.api.Test;

class LeakTest {
    private static final int MACHINES = 10_000;
    private static final long SIZE = 0x10000;
    // Shows in the list of mappings, unlike anonymous memory, which the kernel may join with its neighbours
    private static final String MEMORY = "memory-of-a-leak-test";

    @Test
    void nothingIsLeftOfTenThousandMachines() throws IOException {
        try (KvmSystem system = Guest.system()) {
            machine(system);
            List<String> open = descriptors();
            for (int i = 0; i < MACHINES; i++) {
                machine(system);
            }
            assertThat(descriptors()).hasSameSizeAs(open);
            assertThat(mappings()).isEmpty();
        }
    }

    private static void machine(KvmSystem system) {
        try (Descriptor file = Descriptor.memfd(MEMORY, SIZE).orThrow("memfd_create");
                Mapping memory = Mapping.of(file, SIZE, MEMORY);
                KvmVm vm = system.createVm(VmType.DEFAULT)) {
            vm.setMemory(MemorySlot.of(0, 0, 0, memory));
            vm.createVcpu(0);
        }
    }

    @Test
    void theListOfMappingsShowsWhatIsOpen() throws IOException {
        try (KvmSystem system = Guest.system();
                Descriptor file = Descriptor.memfd(MEMORY, SIZE).orThrow("memfd_create");
                Mapping memory = Mapping.of(file, SIZE, MEMORY);
                KvmVm vm = system.createVm(VmType.DEFAULT)) {
            int before = descriptors().size();
            vm.setMemory(MemorySlot.of(0, 0, 0, memory));
            vm.createVcpu(0);
            assertThat(descriptors()).hasSize(before + 1);
            assertThat(mappings()).hasSize(2).anyMatch(line -> line.contains("kvm-vcpu"));
        }
    }

    private static List<String> descriptors() throws IOException {
        return OpenDescriptors.with("kvm", MEMORY);
    }

    /** The lines of KVM's mappings and of the guests' memory. */
    private static List<String> mappings() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains("kvm") || line.contains(MEMORY))
                .toList();
    }
}

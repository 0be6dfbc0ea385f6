// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.api.Bytes;
import org.cloister.api.host.DeviceNode;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Mapping;
import org.cloister.kvm.vm.KvmSystem;
import org.cloister.kvm.vm.KvmVcpu;
import org.cloister.kvm.vm.KvmVm;
import org.junit.jupiter.api.Test;

/** What the kernel says of CPUID, in the form of SEV-SNP's page. */
class KernelCpuidTest {
    @Test
    void tellsWhatTheFirstVcpuAnswers() {
        assumeTrue(Files.exists(Path.of(DeviceNode.KVM)), "there is no " + DeviceNode.KVM);
        try (KvmSystem kvm = KvmSystem.open();
                KvmVm vm = kvm.createVm(VmType.DEFAULT);
                KvmVcpu vcpu = vm.createVcpu(0)) {
            vcpu.state().setCpuid(kvm.supportedCpuid());
            List<CpuidPageEntry> entries = new KernelCpuid(vcpu.state()::cpuid, List.of()).entries();
            // What the kernel corrected when it was set counts, not what was set
            assertThat(entries).hasSameSizeAs(vcpu.state().cpuid()).doesNotHaveDuplicates();
            assertThat(entries)
                    .filteredOn(entry -> entry.eaxIn() == 0)
                    .singleElement()
                    .satisfies(first -> {
                        assertThat(first.ecxIn()).isZero();
                        assertThat(first.ebx()).isNotZero();
                    });
            assertThat(entries)
                    .extracting(entry -> List.of(entry.eaxIn(), entry.ecxIn()))
                    .doesNotHaveDuplicates();
            assertThat(entries).allMatch(entry -> entry.xcr0In() == 0 && entry.xssIn() == 0);
        }
    }

    @Test
    void subleavesAreToldWhereTheyMatter() {
        List<org.cloister.kvm.vm.KvmCpuidEntry> answers = List.of(
                new org.cloister.kvm.vm.KvmCpuidEntry(0x1, 3, 0, 1, 2, 3, 4),
                new org.cloister.kvm.vm.KvmCpuidEntry(0x7, 1, 1, 5, 6, 7, 8));
        assertThat(new KernelCpuid(() -> answers, List.of()).entries())
                .containsExactly(
                        new CpuidPageEntry(0x1, 0, 0, 0, 1, 2, 3, 4), new CpuidPageEntry(0x7, 1, 0, 0, 5, 6, 7, 8));
    }

    @Test
    void readsAPageThatTheKernelCopiedBack() {
        assumeTrue(Descriptor.obstacle().isEmpty(), () -> Descriptor.obstacle().get());
        try (Mapping low = Mapping.anonymous(0x2000, "low");
                Mapping high = Mapping.anonymous(0x2000, "high")) {
            List<RegionMemory> pages = List.of(
                    new RegionMemory(new MemoryRegion("low", 0, 0x2000), low),
                    new RegionMemory(new MemoryRegion("high", 0x10000, 0x2000), high));
            KernelCpuid cpuid = new KernelCpuid(List::of, pages);
            high.write(0x1000, new byte[] {7}, 0, 1);
            Bytes page = cpuid.corrected(pages.get(1).addressOf(0x11000));
            assertThat(page.length()).isEqualTo(4096);
            assertThat(page.at(0)).isEqualTo(7);
            for (long wrong : new long[] {0, high.address() + 0x1001, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> cpuid.corrected(wrong)).hasMessageContaining(Long.toHexString(wrong));
            }
        }
    }
}

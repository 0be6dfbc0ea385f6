// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cloister.amd.kvm.VmType;
import org.cloister.kvm.vm.abi.Struct;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every set of registers but CPUID is read back as it was set. */
class VcpuRegistersTest {
    private KvmSystem system;
    private KvmVm vm;
    private VcpuRegisters vcpu;

    @BeforeEach
    void machine() {
        system = Guest.system();
        vm = system.createVm(VmType.DEFAULT);
        vcpu = vm.createVcpu(0).state();
        vcpu.setCpuid(system.supportedCpuid());
    }

    @AfterEach
    void close() {
        if (vm != null) {
            vm.close();
            system.close();
        }
    }

    @Test
    void general() {
        isKept(vcpu::general, vcpu::setGeneral, Map.of("rax", -1L, "r15", 15L, "rip", 0x1234L, "rflags", 0x46L));
    }

    @Test
    void special() {
        isKept(
                vcpu::special,
                vcpu::setSpecial,
                Map.of("cs.base", 0x1000L, "gdt.limit", 0x27L, "idt.base", 0x99L, "cr3", 0x5000L, "cr4", 0x40L));
    }

    @Test
    void debug() {
        isKept(vcpu::debug, vcpu::setDebug, Map.of("db[0]", 1L, "db[3]", 4L, "dr6", 0xffff0ff1L, "dr7", 0x401L));
    }

    @Test
    void extendedControl() {
        isKept(vcpu::extendedControl, vcpu::setExtendedControl, Map.of("xcrs[0].value", 3L));
    }

    @Test
    void xsave() {
        Struct area = vcpu.xsave();
        int xmm0 = 160;
        area.buffer().putLong(xmm0, 0x1122334455667788L).putLong(512, 3);
        vcpu.setXsave(area);
        assertThat(vcpu.xsave().buffer().getLong(xmm0)).isEqualTo(0x1122334455667788L);
        assertThatThrownBy(() -> vcpu.setXsave(vcpu.debug())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void msrs() {
        Map<Integer, Long> values = new LinkedHashMap<>(Map.of(0xC0000081, 0x1234L, 0x277, 0x0007040600070406L));
        assertThat(vcpu.setMsrs(values)).isEqualTo(2);
        assertThat(vcpu.msrs(List.of(0x277, 0xC0000081))).isEqualTo(values);
    }

    @Test
    void anMsrThatKvmDoesNotKnowEndsTheList() {
        Guest.assumeUnknownMsrsAreRefused();
        assertThat(vcpu.msrs(List.of(0x277, 0x12345678, 0xC0000081))).containsOnlyKeys(0x277);
        Map<Integer, Long> values = new LinkedHashMap<>();
        values.put(0xC0000081, 1L);
        values.put(0x12345678, 2L);
        assertThat(vcpu.setMsrs(values)).isEqualTo(1);
    }

    /** Not read back as it was set: the kernel corrects leaves and drops some, which ones is its own affair. */
    @Test
    void cpuid() {
        assertThat(vcpu.cpuid()).extracting(KvmCpuidEntry::function).contains(0, 1);
        assertThat(vcpu.cpuid())
                .extracting(entry -> List.of(entry.function(), entry.index()))
                .doesNotHaveDuplicates();
        assertThat(vendor(vcpu.cpuid())).isEqualTo(vendor(system.supportedCpuid()));
    }

    private static List<Integer> vendor(List<KvmCpuidEntry> leaves) {
        return leaves.stream()
                .filter(leaf -> leaf.function() == 0)
                .flatMap(leaf -> Stream.of(leaf.ebx(), leaf.edx(), leaf.ecx()))
                .toList();
    }

    private static void isKept(Supplier<Struct> get, Consumer<Struct> set, Map<String, Long> values) {
        Struct registers = get.get();
        values.forEach(registers::set);
        set.accept(registers);
        Struct again = get.get();
        assertThat(values)
                .allSatisfy(
                        (name, value) -> assertThat(again.get(name)).as(name).isEqualTo(value));
    }
}

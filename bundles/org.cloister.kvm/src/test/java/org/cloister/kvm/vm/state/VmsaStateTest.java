// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cloister.amd.cpu.InitialState;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.cpu.Register;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.kvm.VmType;
import org.cloister.api.CloisterException;
import org.cloister.api.platform.VcpuState;
import org.cloister.kvm.vm.Guest;
import org.cloister.kvm.vm.KvmSystem;
import org.cloister.kvm.vm.KvmVm;
import org.cloister.kvm.vm.VcpuRegisters;
import org.cloister.kvm.vm.abi.Struct;
import org.cloister.kvm.vm.exit.Exit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmsaStateTest {
    private static final int SIGNATURE = 0xa00f11;

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

    @ParameterizedTest
    @EnumSource(Profile.class)
    void everyMonitorsFirstStateComesBackButForWhatIsKvms(Profile profile) {
        for (VcpuState state : new InitialState(profile, SIGNATURE, 1).of(2, 0x80b004)) {
            VmsaState.apply(state, vcpu);
            Map<String, Long> expected = new TreeMap<>(state.registers());
            expected.keySet().removeAll(List.of("efer", "sev_features")); // SVME alone
            expected.values().removeIf(value -> value == 0);
            assertThat(VmsaState.read(state.index(), vcpu).registers()).isEqualTo(expected);
        }
    }

    @Test
    void whatWasThereBeforeIsGone() {
        VmsaState.apply(state("rax", 1, "xmm3.high", 2, "lstar", 3, "dr0", 4, "cr2", 5, "st1.exponent", 6), vcpu);
        VmsaState.apply(state(), vcpu);
        assertThat(VmsaState.read(0, vcpu).registers()).isEqualTo(Map.of("rflags", 2L, "xcr0", 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rax",
                "r15",
                "rip",
                "rsp",
                "cs.base",
                "cs.selector",
                "tr.limit",
                "ldtr.selector",
                "gdtr.base",
                "idtr.limit",
                "cr2",
                "dr3",
                "xmm0.low",
                "xmm15.high",
                "st0.significand",
                "st7.exponent",
                "x87_fcw",
                "x87_fop",
                "x87_rip",
                "x87_dp",
                "x87_ftw",
                "sysenter_cs",
                "star",
                "sfmask",
                "kernel_gs_base"
            })
    void aRegisterHoldsWhatFits(String name) {
        long value = 0x1234567890abL & mask(name);
        VmsaState.apply(state(name, value), vcpu);
        assertThat(VmsaState.read(0, vcpu).get(name)).isEqualTo(value);
    }

    private static long mask(String name) {
        long kvms = name.equals("idtr.limit") ? 0xffff : name.equals("x87_ftw") ? 0xff : -1;
        int bits = width(name) * Byte.SIZE;
        return kvms & (bits == Long.SIZE ? -1 : (1L << bits) - 1);
    }

    private static int width(String name) {
        return Vmsa.registers().stream()
                .filter(register -> register.name().equals(name))
                .mapToInt(Register::width)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void upperHalvesOfVectorsAreKeptWhereTheProcessorHasThem() {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                (system.attribute(0, 0).orElse(0) & 4) != 0, "KVM gives guests no AVX here");
        VmsaState.apply(state("xcr0", 7, "ymm0.low", 1, "ymm15.high", 2), vcpu);
        VcpuState read = VmsaState.read(0, vcpu);
        assertThat(List.of(read.get("xcr0"), read.get("ymm0.low"), read.get("ymm15.high")))
                .containsExactly(7L, 1L, 2L);
    }

    /** AMD APM volume 2, table B-2: type 0-3, S 4, DPL 5-6, P 7, AVL 8, L 9, D/B 10, G 11. */
    @ParameterizedTest
    @CsvSource({
        "0x09b, 11 1 0 1 0 0 0 0 0",
        "0xa9b, 11 1 0 1 0 1 0 1 0",
        "0xc93,  3 1 0 1 0 0 1 1 0",
        "0x1f3,  3 1 3 1 1 0 0 0 0",
        "0x082,  2 0 0 1 0 0 0 0 0",
        "0x013,  3 1 0 0 0 0 0 0 1"
    })
    void attributesAreUnpackedIntoKvmsFields(String packed, String fields) {
        RegisterSets sets = RegisterSets.of(vcpu);
        RegisterPlace attributes = new RegisterPlace.Attributes("es");
        attributes.put(sets, Long.decode(packed));
        Struct special = sets.get(RegisterSets.Group.SPECIAL);
        assertThat(List.of("type", "s", "dpl", "present", "avl", "l", "db", "g", "unusable").stream()
                        .map(field -> Long.toString(special.get("es." + field)))
                        .toList())
                .containsExactly(fields.trim().split(" +"));
        assertThat(attributes.get(sets)).isEqualTo(Long.decode(packed));
    }

    @ParameterizedTest
    @CsvSource({
        "vmpl, 1, cannot be given",
        "ssp, 8, cannot be given",
        "pkru, 4, cannot be given",
        "gdtr.attributes, 1, cannot be given",
        "x87_cs, 1, cannot be given",
        "cpl, 3, not that of SS",
        "gdtr.limit, 0x10000, no room",
        "cs.attributes, 0x1000, no room",
        "x87_ftw, 0x100, no room",
        "dbgctl, 0x8000000000000000, refuses this MSR",
        "lstar, 0x1234567890abcdef, refuses this MSR",
        "nosuch, 0, no register of this name"
    })
    void whatCannotBeHandedOverIsRefusedByName(String name, String value, String why) {
        assertThatThrownBy(() -> VmsaState.apply(state(name, Long.parseUnsignedLong(hex(value), 16)), vcpu))
                .isInstanceOfSatisfying(CloisterException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("vcpu.register");
                    assertThat(e).hasMessageContainingAll(name, why);
                });
    }

    private static String hex(String value) {
        return value.startsWith("0x") ? value.substring(2) : value;
    }

    @ParameterizedTest
    @CsvSource({
        "cr0, 80000000, control registers",
        "mxcsr, ffff0000, vector",
        "dr7, 100000000, debug",
        "xcr0, 100, extended"
    })
    void valuesThatDoNotFitTheProcessorAreToldByTheirGroup(String name, String value, String group) {
        assertThatThrownBy(() -> VmsaState.apply(state(name, Long.parseUnsignedLong(value, 16)), vcpu))
                .isInstanceOf(CloisterException.class)
                .hasMessageContainingAll("KVM refuses", group, "EINVAL");
    }

    @Test
    void zeroIsFineForWhatKvmCannotBeGiven() {
        VmsaState.apply(state("vmpl", 0, "br_from", 0, "gdtr.selector", 0, "cpl", 0), vcpu);
    }

    @Test
    void aGuestRunsFromAState() {
        // in al,dx; hlt at 0xf000:0xfff0 of a reset
        try (Guest guest = Guest.real("f4")) {
            guest.write(0xfff0, new byte[] {(byte) 0xec, (byte) 0xf4});
            Map<String, Long> reset = new TreeMap<>(new InitialState(Profile.INIT2, SIGNATURE, 1)
                    .of(1, 0)
                    .get(0)
                    .registers());
            reset.put("cs.base", 0L);
            VmsaState.apply(VcpuState.of(0, reset), guest.vcpu.state());
            Exit.PortRead read = (Exit.PortRead) guest.vcpu.run();
            assertThat(read.port()).isEqualTo(SIGNATURE & 0xffff);
            assertThat(guest.vcpu.run()).isEqualTo(new Exit.Hlt());
        }
    }

    private static VcpuState state(Object... namesAndValues) {
        Map<String, Long> registers = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            registers.put((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).longValue());
        }
        return VcpuState.of(0, registers);
    }
}

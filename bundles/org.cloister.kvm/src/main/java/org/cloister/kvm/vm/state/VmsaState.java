// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.state;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.platform.VcpuState;
import org.cloister.kvm.vm.VcpuRegisters;
import org.cloister.kvm.vm.abi.Struct;
import org.cloister.kvm.vm.state.RegisterSets.Group;

/**
 * Registers by the names of AMD's manual (AMD APM volume 2, table B-4), to and from a vCPU.
 *
 * <p>Two are KVM's own and are not handed over: {@code sev_features} comes by KVM_SEV_INIT2, and KVM sets
 * {@code efer.SVME} in every VMSA by itself. {@code x87_ftw} is the abridged tag word, as KVM puts it into a VMSA. The
 * APIC's base and CR8 stay as they are.
 */
public final class VmsaState {
    private static final long SVME = 1 << 12;
    private static final int XSTATE_BV = 512;
    private static final int X87_AND_SSE = 3;
    private static final int YMM = 4;

    private VmsaState() {}

    /**
     * Sets all registers of a vCPU; one that the state does not name becomes zero, but XCR0 and RFLAGS, whose lowest
     * values are 1 and 2. Set CPUID before: KVM judges some registers by it. A failure leaves the vCPU with some of
     * them.
     *
     * @throws org.cloister.api.CloisterException {@code vcpu.register} for one that cannot be handed to KVM and is not
     *     zero, or a value that KVM refuses; {@code kvm.call}
     */
    public static void apply(VcpuState state, VcpuRegisters vcpu) {
        Vmsa.encode(state); // refuses names and values that no VMSA has
        state.registers().forEach((name, value) -> checkPlace(state, name, value));
        RegisterSets sets = RegisterSets.of(vcpu);
        RegisterTable.inStructs().forEach((name, place) -> place.put(sets, value(state, name)));
        markXsave(state, sets.get(Group.XSAVE));
        sets.set(vcpu);
        RegisterTable.msrs().forEach((name, number) -> setMsr(state, name, number, vcpu));
    }

    private static long value(VcpuState state, String name) {
        return switch (name) {
            case "efer" -> state.get(name) & ~SVME;
            case "xcr0" -> state.get(name) | 1;
            default -> state.get(name);
        };
    }

    private static void checkPlace(VcpuState state, String name, long value) {
        if (name.equals("cpl") && value != privilege(state)) {
            throw refused(state, name, "the privilege level is not that of SS")
                    .expected(privilege(state))
                    .exception();
        }
        if (value != 0 && !RegisterTable.has(name) && !RegisterTable.isKvms(name)) {
            throw refused(state, name, "KVM cannot be given this register")
                    .expected("0")
                    .exception();
        }
        RegisterPlace place = RegisterTable.inStructs().get(name);
        if (place != null && !place.fits(value)) {
            throw refused(state, name, "KVM has no room for this value").exception();
        }
    }

    private static long privilege(VcpuState state) {
        return state.get("ss.attributes") >>> 5 & 3;
    }

    // AMD APM volume 2, chapter 11: a part that is not marked is taken to be in its initial state
    private static void markXsave(VcpuState state, Struct area) {
        boolean ymm = state.registers().entrySet().stream()
                .anyMatch(entry -> entry.getKey().startsWith("ymm") && entry.getValue() != 0);
        long others = area.buffer().getLong(XSTATE_BV) & ~(X87_AND_SSE | YMM);
        area.buffer().putLong(XSTATE_BV, others | X87_AND_SSE | (ymm ? YMM : 0));
    }

    // An MSR of zero need not be set on a kernel that does not know it; some bits it takes without keeping them
    private static void setMsr(VcpuState state, String name, int number, VcpuRegisters vcpu) {
        long value = state.get(name);
        vcpu.setMsrs(Map.of(number, value));
        if (value != 0 && vcpu.msrs(List.of(number)).getOrDefault(number, 0L) != value) {
            throw refused(state, name, "KVM refuses this MSR or its value").exception();
        }
    }

    private static Problem refused(VcpuState state, String name, String what) {
        return Problem.input(ProblemCodes.VCPU_REGISTER, what)
                .at("vCPU " + state.index())
                .found(name + "=" + Numbers.hex(state.get(name)));
    }

    /** The registers of a vCPU that are not zero, of those that {@link #apply} hands over. */
    public static VcpuState read(int index, VcpuRegisters vcpu) {
        RegisterSets sets = RegisterSets.of(vcpu);
        Map<String, Long> values = new TreeMap<>();
        RegisterTable.inStructs().forEach((name, place) -> values.put(name, place.get(sets)));
        RegisterTable.msrs().forEach((name, number) -> values.putAll(msr(name, number, vcpu)));
        values.values().removeIf(value -> value == 0);
        return VcpuState.of(index, values);
    }

    /**
     * The registers of a vCPU that has run, as {@link #apply} takes them to go on: those that {@link #read} gives, and
     * as before what KVM was not handed.
     *
     * @param before what {@link #apply} was given
     */
    public static VcpuState after(VcpuState before, VcpuRegisters vcpu) {
        VcpuState now = read(before.index(), vcpu);
        Map<String, Long> values = new TreeMap<>(before.registers());
        values.keySet().removeIf(name -> RegisterTable.has(name) || name.equals("cpl"));
        values.putAll(now.registers());
        values.put("efer", now.get("efer") | before.get("efer") & SVME);
        values.put("cpl", privilege(now));
        values.values().removeIf(value -> value == 0);
        return VcpuState.of(before.index(), values);
    }

    private static Map<String, Long> msr(String name, int number, VcpuRegisters vcpu) {
        Map<Integer, Long> read = vcpu.msrs(List.of(number));
        return read.containsKey(number) ? Map.of(name, read.get(number)) : Map.of();
    }
}

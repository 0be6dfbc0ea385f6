// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.model.Refusal;

/** The VMSAs that KVM makes of processors' registers: it writes the machine's SEV features into every one. */
final class KvmVmsa {
    private static final String SEV_FEATURES = "sev_features";

    private static final String DR7 = "dr7";
    private static final long DR7_FIXED = 0x400;
    /** The FPU, which KVM leaves out of VMSAs of machines that ES_INIT initialised, lest older measurements change. */
    private static final Pattern FPU = Pattern.compile("mxcsr|x87_.*|st[0-7]\\..*|[xy]mm\\d+\\..*");

    private KvmVmsa() {}

    /**
     * The VMSAs of an SEV-ES guest.
     *
     * @param oldInit whether ES_INIT initialised the machine, and not INIT2
     */
    static List<Bytes> ofEncryptedState(List<VcpuState> states, long sevFeatures, boolean oldInit) {
        states.forEach(KvmVmsa::requireNoBreakpoints);
        return of(oldInit ? states.stream().map(KvmVmsa::withoutFpu).toList() : states, sevFeatures);
    }

    static List<Bytes> of(List<VcpuState> states, long sevFeatures) {
        return states.stream().map(state -> of(state, sevFeatures)).toList();
    }

    // Registers that state other features were planned for another machine: their measurement would be a surprise.
    private static Bytes of(VcpuState state, long sevFeatures) {
        long stated = state.registers().getOrDefault(SEV_FEATURES, sevFeatures);
        Refusal.unless(stated == sevFeatures, Errno.EINVAL, contradiction(state.index(), stated, sevFeatures));
        SortedMap<String, Long> registers = new TreeMap<>(state.registers());
        registers.put(SEV_FEATURES, sevFeatures);
        return Vmsa.encode(new VcpuState(state.index(), registers));
    }

    private static String contradiction(int vcpu, long stated, long features) {
        return String.format(Locale.ROOT, "vCPU %d: sev_features 0x%x, the machine has 0x%x", vcpu, stated, features);
    }

    private static void requireNoBreakpoints(VcpuState state) {
        long dr7 = state.get(DR7);
        String where = String.format(Locale.ROOT, "vCPU %d: dr7 0x%x", state.index(), dr7);
        Refusal.unless((dr7 & ~DR7_FIXED) == 0, Errno.EINVAL, where);
    }

    private static VcpuState withoutFpu(VcpuState state) {
        SortedMap<String, Long> registers = new TreeMap<>(state.registers());
        registers.keySet().removeIf(name -> FPU.matcher(name).matches());
        return new VcpuState(state.index(), registers);
    }
}

package org.cloister.softsev.machine;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.processor.Refusal;

/** The VMSAs that KVM makes of processors' registers: it writes the machine's SEV features into every one. */
final class KvmVmsa {
    private static final String SEV_FEATURES = "sev_features";

    private KvmVmsa() {}

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
        return String.format("vCPU %d: sev_features 0x%x, the machine has 0x%x", vcpu, stated, features);
    }
}

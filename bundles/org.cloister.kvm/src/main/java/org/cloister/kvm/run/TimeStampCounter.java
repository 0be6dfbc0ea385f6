// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.util.List;
import java.util.Map;
import org.cloister.api.platform.VcpuState;
import org.cloister.kvm.vm.VcpuRegisters;

/**
 * A processor's time stamp counter between two runs. It is kept where the save area has what is added to the host's
 * counter (AMD APM volume 2, table B-4, GUEST_TSC_OFFSET): while a guest is stopped, there is no host's counter, so
 * that this is all of it. A KVM without a counter for each guest does not take it: its guests see the host's.
 */
final class TimeStampCounter {
    private static final String KEPT = "guest_tsc_offset";
    private static final int TSC = 0x10;

    private TimeStampCounter() {}

    /** The registers without it, as KVM takes them. */
    static VcpuState without(VcpuState vcpu) {
        return vcpu.with(KEPT, 0);
    }

    /** It goes on where it was, where KVM takes it. */
    static void set(VcpuState before, VcpuRegisters vcpu) {
        vcpu.setMsrs(Map.of(TSC, before.get(KEPT)));
    }

    /** The registers with it, as it is now. */
    static VcpuState keep(VcpuState after, VcpuRegisters vcpu) {
        return after.with(KEPT, vcpu.msrs(List.of(TSC)).getOrDefault(TSC, 0L));
    }
}

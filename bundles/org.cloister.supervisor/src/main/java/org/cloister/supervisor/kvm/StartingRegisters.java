// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The registers with which KVM starts a virtual processor that nothing was set of (Linux, svm.c, init_vmcb). */
final class StartingRegisters {
    /** What RDX has as long as CPUID says nothing else (Linux, kvm_vcpu_reset). */
    private static final long SIGNATURE = 0x600;

    private StartingRegisters() {}

    static Map<String, Long> all() {
        Map<String, Long> all = new HashMap<>();
        for (String data : List.of("es", "ss", "ds", "fs", "gs")) {
            segment(all, data, 0x93);
        }
        segment(all, "cs", 0x9b);
        all.put("cs.selector", 0xf000L);
        all.put("cs.base", 0xffff0000L);
        segment(all, "ldtr", 0x82);
        segment(all, "tr", 0x83);
        all.put("gdtr.limit", 0xffffL);
        all.put("idtr.limit", 0xffffL);
        all.put("cr0", 0x60000010L);
        all.put("dr6", 0xffff0ff0L);
        all.put("dr7", 0x400L);
        all.put("rflags", 2L);
        all.put("rip", 0xfff0L);
        all.put("rdx", SIGNATURE);
        all.put("g_pat", 0x0007040600070406L);
        all.put("xcr0", 1L);
        all.put("mxcsr", 0x1f80L);
        all.put("x87_fcw", 0x37fL);
        return all;
    }

    private static void segment(Map<String, Long> all, String name, int attributes) {
        all.put(name + ".attributes", (long) attributes);
        all.put(name + ".limit", 0xffffL);
    }
}

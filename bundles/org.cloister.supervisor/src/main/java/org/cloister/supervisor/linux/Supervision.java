// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.util.Optional;

/** Whether calls to the kernel can be made here at all. */
public final class Supervision {
    private Supervision() {}

    /** ARCH_SET_CPUID. */
    private static final long SET_CPUID = 0x1012;

    /** Why not; empty where they can. */
    public static Optional<String> obstacle() {
        return NativeCalls.obstacle();
    }

    /** Whether the kernel can have programs' CPUID instructions fault, so that somebody else answers them. */
    public static boolean faultsCpuid() {
        return !NativeCalls.call(SystemCall.ARCH_PRCTL, SET_CPUID, 1).failed();
    }
}

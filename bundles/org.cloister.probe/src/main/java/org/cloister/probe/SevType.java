// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import org.cloister.amd.setting.AmdType;
import org.cloister.api.GuestType;

/** What each guest type needs, as a table: its bit in CPUID, KVM's machine type, the kernel that had it first. */
enum SevType {
    SEV(AmdType.SEV, 1, 2, 4, 16),
    SEV_ES(AmdType.SEV_ES, 3, 3, 5, 11),
    SNP(AmdType.SEV_SNP, 4, 4, 6, 11);

    private final GuestType type;
    private final int cpuidBit;
    private final int vmType;
    private final KernelRelease since;

    SevType(AmdType type, int cpuidBit, int vmType, int major, int minor) {
        this.type = type.type();
        this.cpuidBit = cpuidBit;
        this.vmType = vmType;
        since = new KernelRelease(major, minor);
    }

    static SevType of(GuestType type) {
        for (SevType row : values()) {
            if (row.type.equals(type)) {
                return row;
            }
        }
        throw new IllegalArgumentException(type.name());
    }

    GuestType type() {
        return type;
    }

    int cpuidBit() {
        return cpuidBit;
    }

    int vmType() {
        return vmType;
    }

    /** The first Linux release that hosts such guests. */
    KernelRelease since() {
        return since;
    }
}

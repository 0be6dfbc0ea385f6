package org.cloister.probe;

import java.util.Arrays;
import org.cloister.api.GuestType;

/** What each guest type needs, as a table: its bit in CPUID, KVM's machine type, the module parameter, the kernel that had it first. */
enum SevType {
    SEV("sev", 1, 2, "sev", "4.16"),
    SEV_ES("sev-es", 3, 3, "sev_es", "5.11"),
    SNP("sev-snp", 4, 4, "sev_snp", "6.11");

    private final GuestType type;
    private final int cpuidBit;
    private final int vmType;
    private final String parameter;
    private final String since;

    SevType(String name, int cpuidBit, int vmType, String parameter, String since) {
        type = new GuestType(name);
        this.cpuidBit = cpuidBit;
        this.vmType = vmType;
        this.parameter = parameter;
        this.since = since;
    }

    static SevType of(GuestType type) {
        return Arrays.stream(values())
                .filter(row -> row.type.equals(type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type.name()));
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

    /** Of the module kvm_amd. */
    String parameter() {
        return parameter;
    }

    /** The first Linux release that hosts such guests. */
    String since() {
        return since;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

/** The bits of SEV_FEATURES in a VMSA (AMD APM volume 2, 15.36.3 and table B-4), in their order. */
public enum VmsaFeature {
    /** The guest is one of SEV-SNP. */
    SNP_ACTIVE("snp-active", 0, false),
    /** Memory below a boundary is private, whatever the page tables say. */
    VTOM("vtom", 1, false),
    /** Exceptions of communication with the host are reflected. */
    REFLECT_VC("reflect-vc", 2, true),
    /** The host may inject one exception only. */
    RESTRICTED_INJECTION("restricted-injection", 3, true),
    /** The guest's own software injects interrupts. */
    ALTERNATE_INJECTION("alternate-injection", 4, true),
    /** Debug registers are swapped with the guest: "debug virtualization". */
    DEBUG_SWAP("debug-swap", 5, true),
    /** The host cannot sample instructions of the guest. */
    PREVENT_HOST_IBS("prevent-host-ibs", 6, true),
    /** The guest's branches are predicted apart from those of others. */
    BTB_ISOLATION("btb-isolation", 7, true),
    /** Shadow stacks of supervisors are checked at each privilege level. */
    VMPL_SSS("vmpl-sss", 8, false),
    /** The guest has a time stamp counter that the host cannot change. */
    SECURE_TSC("secure-tsc", 9, true),
    /** VMGEXIT takes a parameter. */
    VMGEXIT_PARAMETER("vmgexit-parameter", 10, false),
    /** Instruction-based sampling is virtualized. */
    IBS_VIRTUALIZATION("ibs-virtualization", 12, false),
    /** Registers in the VMSA are protected against replay of old values. */
    VMSA_REGISTER_PROTECTION("vmsa-register-protection", 14, false),
    /** The guest may run only while the other thread of the core is idle. */
    SMT_PROTECTION("smt-protection", 15, true),
    /** The guest has an interrupt controller that the host cannot change. */
    SECURE_AVIC("secure-avic", 16, true),
    /** The branch predictor is flushed when the guest is entered. */
    IBPB_ON_ENTRY("ibpb-on-entry", 21, false);

    private final String key;
    private final int bit;
    private final boolean searched;

    VmsaFeature(String key, int bit, boolean searched) {
        this.key = key;
        this.bit = bit;
        this.searched = searched;
    }

    /** Its name in what is printed. */
    public String key() {
        return key;
    }

    /** The number of its bit. */
    public int bit() {
        return bit;
    }

    /** A mask with its bit alone. */
    public long mask() {
        return 1L << bit;
    }

    /** Whether its bit is set in features. */
    public boolean in(long features) {
        return (features & mask()) != 0;
    }

    /** Whether it may be on in guests of some type and off in others, so that a search for a digest tries both. */
    public boolean searched() {
        return searched;
    }
}

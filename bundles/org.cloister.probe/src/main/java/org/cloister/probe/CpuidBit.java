// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The bits of EAX of CPUID leaf 8000_001F (AMD APM volume 3, appendix E.4.17). */
enum CpuidBit {
    SME(0),
    SEV(1),
    PAGE_FLUSH_MSR(2),
    SEV_ES(3),
    SEV_SNP(4),
    VMPL(5),
    RMPQUERY(6),
    VMPL_SSS(7),
    SECURE_TSC(8),
    TSC_AUX_VIRTUALIZATION(9),
    HW_CACHE_COHERENCY(10),
    HOST_64_BIT_ONLY(11),
    RESTRICTED_INJECTION(12),
    ALTERNATE_INJECTION(13),
    DEBUG_SWAP(14),
    PREVENT_HOST_IBS(15),
    VTE(16),
    VMGEXIT_PARAMETER(17),
    VIRTUAL_TOM_MSR(18),
    IBS_VIRTUALIZATION(19),
    PMC_VIRTUALIZATION(20),
    RMPREAD(21),
    SEGMENTED_RMP(23),
    VMSA_REGISTER_PROTECTION(24),
    SMT_PROTECTION(25),
    SECURE_AVIC(26),
    ALLOWED_SEV_FEATURES(27),
    SVSM_COMM_PAGE_MSR(28),
    NESTED_VIRT_SNP_MSR(29),
    HYPERVISOR_OWNED_PAGE_WRITES(30),
    IBPB_ON_ENTRY(31);

    private final int bit;

    CpuidBit(int bit) {
        this.bit = bit;
    }

    boolean in(int eax) {
        return (eax >>> bit & 1) != 0;
    }

    /** The names of all bits that are set. */
    static String names(int eax) {
        return Arrays.stream(values())
                .filter(row -> row.in(eax))
                .map(row -> row.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .collect(Collectors.joining(" "));
    }
}

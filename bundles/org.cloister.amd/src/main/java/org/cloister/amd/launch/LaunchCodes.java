// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

/** Codes of problems of plans of launches; see {@link org.cloister.api.ProblemCodes}. */
public final class LaunchCodes {
    /** Input: QEMU does not boot this kernel, or boots it without hashing it. */
    public static final String KERNEL_LOAD = "kernel.load";

    /** Input: the guest has too much memory. */
    public static final String MEMORY_LARGE = "memory.large";

    /** Input: memory is not made of whole pages. */
    public static final String MEMORY_SIZE = "memory.size";

    /** Input: the guest has too little memory, or its firmware needs more below 4 GiB. */
    public static final String MEMORY_SMALL = "memory.small";

    /** Input: SEV measures contents, and this range has none. */
    public static final String SEV_RANGE = "sev.range";

    /** Input: SEV-SNP has no pages of this kind. */
    public static final String SNP_PAGE_KIND = "snp.page-kind";

    /** Input: pages that are measured with their contents need contents. */
    public static final String SNP_RANGE = "snp.range";

    /** Input: what is measured of this beside an SVSM is not known. */
    public static final String SVSM_UNKNOWN = "svsm.unknown";

    /** Input: the size of the variables below the firmware is not one of whole pages. */
    public static final String SVSM_VARIABLES = "svsm.variables";

    /** Input: a guest cannot have so many vCPUs. */
    public static final String VCPU_COUNT = "vcpu.count";

    private LaunchCodes() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

/** Codes of problems of vCPUs and their initial state; see {@link org.cloister.api.ProblemCodes}. */
final class CpuCodes {
    /** Input: this profile of initial registers is not known. */
    static final String PROFILE_NAME = "profile.name";

    /** Input: this is not a part of a processor's signature. */
    static final String VCPU_SIGNATURE = "vcpu.signature";

    /** Input: this vCPU type is not known. */
    static final String VCPU_TYPE = "vcpu.type";

    /** Input: this virtual machine monitor is not known. */
    static final String VMM_NAME = "vmm.name";

    /** Input: a reserved byte of a VMSA is not zero. */
    static final String VMSA_RESERVED = "vmsa.reserved";

    private CpuCodes() {}
}

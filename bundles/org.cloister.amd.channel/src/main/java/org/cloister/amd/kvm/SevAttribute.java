// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.kvm;

/**
 * The attributes of {@code /dev/kvm} about SEV, in the group {@value #GROUP} ({@code KVM_X86_GRP_SEV}); each is a mask
 * of 64 bits (Linux, Documentation/virt/kvm/x86/amd-memory-encryption.rst, "API").
 */
public enum SevAttribute {
    /** Which VMSA features INIT2 takes. */
    VMSA_FEATURES(0, "KVM_X86_SEV_VMSA_FEATURES", "6.10"),
    /** Which bits of a policy SNP_LAUNCH_START takes. */
    SNP_POLICY_BITS(1, "KVM_X86_SNP_POLICY_BITS", "6.19"),
    /** 1 when SNP_ENABLE_REQ_CERTS is there. */
    CERTIFICATE_REQUESTS(2, "KVM_X86_SEV_SNP_REQ_CERTS", "7.0");

    /** The number of their group, {@code KVM_X86_GRP_SEV}. */
    public static final int GROUP = 1;

    private final int number;
    private final String kernelName;
    private final String since;

    SevAttribute(int number, String kernelName, String since) {
        this.number = number;
        this.kernelName = kernelName;
        this.since = since;
    }

    /** Its number within the group. */
    public int number() {
        return number;
    }

    /** Its name in the kernel's headers. */
    public String kernelName() {
        return kernelName;
    }

    /** The first release of Linux that has it, such as {@code 6.10}. */
    public String firstLinux() {
        return since;
    }
}

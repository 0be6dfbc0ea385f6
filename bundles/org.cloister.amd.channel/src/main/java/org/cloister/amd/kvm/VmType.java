// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.kvm;

import org.cloister.amd.setting.AmdType;

/** Types of machine, the argument of KVM_CREATE_VM (Linux, Documentation/virt/kvm/api.rst 4.2 KVM_CREATE_VM). */
public enum VmType {
    /** Nothing special; also legacy SEV guests. */
    DEFAULT(0, "KVM_X86_DEFAULT_VM", "ordinary", "load the module kvm_amd or kvm_intel"),
    /** Private memory without encryption, to try it. */
    SW_PROTECTED(
            1, "KVM_X86_SW_PROTECTED_VM", "software-protected", "use a kernel built with CONFIG_KVM_SW_PROTECTED_VM"),
    /** Encrypted memory. */
    SEV(
            AmdType.SEV,
            "KVM_X86_SEV_VM",
            "use an EPYC processor with SEV enabled in the firmware setup, and Linux 6.10 or newer with the kvm_amd"
                    + " parameter sev=1"),
    /** Encrypted memory and registers. */
    SEV_ES(
            AmdType.SEV_ES,
            "KVM_X86_SEV_ES_VM",
            "use an EPYC processor of the second generation or newer, give ASIDs to SEV-ES in the firmware setup, and"
                    + " use Linux 6.10 or newer with the kvm_amd parameters sev=1 sev_es=1"),
    /** Encrypted and integrity-protected. */
    SNP(
            AmdType.SEV_SNP,
            "KVM_X86_SNP_VM",
            "use an EPYC processor of the third generation or newer, enable SEV-SNP and the RMP table in the firmware"
                    + " setup, and use Linux 6.11 or newer with the kvm_amd parameters sev=1 sev_es=1 sev_snp=1"),
    /** Intel's. */
    TDX(5, "KVM_X86_TDX_VM", "TDX", "use an Intel processor with TDX, and Linux 6.16 or newer");

    private final int number;
    private final String kernelName;
    private final String title;
    private final String remedy;

    VmType(AmdType type, String kernelName, String remedy) {
        this(type.machineType(), kernelName, type.title(), remedy);
    }

    VmType(int number, String kernelName, String title, String remedy) {
        this.number = number;
        this.kernelName = kernelName;
        this.title = title;
        this.remedy = remedy;
    }

    /** Its number, which is also its bit in the answer of KVM_CAP_VM_TYPES. */
    public int number() {
        return number;
    }

    /** Its name in the kernel's headers. */
    public String kernelName() {
        return kernelName;
    }

    /** Its name for people, as in "a SEV-SNP machine". */
    public String title() {
        return title;
    }

    /** What makes a host offer it. */
    public String remedy() {
        return remedy;
    }
}

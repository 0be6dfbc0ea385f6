// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.codes;

/** Codes of problems of the platform by KVM; see {@link org.cloister.api.ProblemCodes}. */
public final class KvmCodes {
    /** Operation: the kernel refused a call to KVM. */
    public static final String KVM_CALL = "kvm.call";

    /** Operation: this vCPU or machine is closed. */
    public static final String KVM_CLOSED = "kvm.closed";

    /** Host: the device node is there, but no driver behind it. */
    public static final String KVM_DRIVER = "kvm.driver";

    /** Host: there is no such device node. */
    public static final String KVM_MISSING = "kvm.missing";

    /** Host: the library for calls to the kernel cannot be used here. */
    public static final String KVM_NATIVE = "kvm.native";

    /** Host: the device cannot be opened. */
    public static final String KVM_OPEN = "kvm.open";

    /** Host: this user may not open the device. */
    public static final String KVM_PERMISSION = "kvm.permission";

    /** Operation: KVM_RUN failed. */
    public static final String KVM_RUN = "kvm.run";

    /** Defect: another thread runs this vCPU. */
    public static final String KVM_RUNNING = "kvm.running";

    /** Defect: this machine has no such memory slot. */
    public static final String KVM_SLOT = "kvm.slot";

    /** Host: this is not KVM with the stable interface. */
    public static final String KVM_VERSION = "kvm.version";

    /** Host: this kernel does not offer machines of this type. */
    public static final String KVM_VM_TYPE = "kvm.vm-type";

    private KvmCodes() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.abi;

/** Reasons in {@code kvm_run.exit_reason} that have an event here; the kernel's names begin with {@code KVM_EXIT_}. */
public enum ExitReason {
    /** A port. */
    IO(2),
    /** A hypercall that is answered outside the kernel. */
    HYPERCALL(3),
    /** An instruction was executed alone. */
    DEBUG(4),
    /** The processor halted and KVM has no interrupt controller to wake it. */
    HLT(5),
    /** An address that no memory slot covers. */
    MMIO(6),
    /** A triple fault. */
    SHUTDOWN(8),
    /** The processor could not be entered. */
    FAIL_ENTRY(9),
    /** A signal. */
    INTR(10),
    /** KVM could not go on. */
    INTERNAL_ERROR(17),
    /** The guest asked for a reset or an end. */
    SYSTEM_EVENT(24),
    /** The guest wrote an MSR that was filtered. */
    X86_WRMSR(30),
    /** A page that is not there in the form that was asked for. */
    MEMORY_FAULT(39),
    /** An SNP guest wants the certificates with a report. */
    SNP_REQ_CERTS(43);

    private final int number;

    ExitReason(int number) {
        this.number = number;
    }

    /** Its number. */
    public int number() {
        return number;
    }

    /** Its name in the kernel's headers. */
    public String kernelName() {
        return "KVM_EXIT_" + name();
    }
}

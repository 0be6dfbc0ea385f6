package org.cloister.amd.channel;

/**
 * A command to a guest's secure processor. Values are what the kernel's struct of the command carries, all
 * little-endian there; see Linux, {@code Documentation/virt/kvm/x86/amd-memory-encryption.rst}. Immutable.
 *
 * @param <A> what it answers
 */
public sealed interface SevCommand<A> permits SevInit2, SnpLaunchStart, SnpLaunchUpdate, SnpLaunchFinish {
    /** Its number in {@code kvm_sev_cmd.id}. */
    int id();

    /** Its name in the kernel's header, without the prefix {@code KVM_SEV_}. */
    String name();

    /** The answer of a command that answers nothing but success. */
    enum Done {
        /** It was done. */
        DONE
    }
}

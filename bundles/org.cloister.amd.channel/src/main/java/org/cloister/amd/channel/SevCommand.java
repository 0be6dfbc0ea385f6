// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Set;

/**
 * A command to a guest's secure processor. Values are what the kernel's struct of the command carries, all
 * little-endian there; see Linux, {@code Documentation/virt/kvm/x86/amd-memory-encryption.rst}. Immutable.
 *
 * <p>Numbers 10 (SEND_UPDATE_VMSA), 14 (RECEIVE_UPDATE_VMSA) and 19 (CERT_EXPORT) are counted by the kernel's header,
 * and no kernel carries them out: {@link SevCodec} refuses them with {@code EINVAL}. {@link SendUpdateVmsa} and
 * {@link ReceiveUpdateVmsa} are commands here all the same, for platforms that are not Linux's; number 19 has none.
 *
 * @param <A> what it answers
 */
public sealed interface SevCommand<A>
        permits BareSevCommand,
                LaunchStart,
                LaunchUpdateData,
                LaunchSecret,
                LaunchMeasure,
                SendStart,
                SendUpdateData,
                SendUpdateVmsa,
                ReceiveStart,
                ReceiveUpdateData,
                ReceiveUpdateVmsa,
                GetGuestStatus,
                DebugDecrypt,
                DebugEncrypt,
                GetAttestationReport,
                SevInit2,
                SnpLaunchStart,
                SnpLaunchUpdate,
                SnpLaunchFinish {
    /** Its number, its name and its struct; for {@link SevCodec}. */
    Codec<? extends SevCommand<A>, A> codec();

    /** Its number in {@code kvm_sev_cmd.id}. */
    default int id() {
        return codec().id();
    }

    /** Its name in the kernel's header, without the prefix {@code KVM_SEV_}. */
    default String name() {
        return codec().name();
    }

    /** What it does to the guest's vCPUs; for most commands nothing. */
    default Set<CommandEffect> effects() {
        return codec().effects();
    }

    /**
     * Whether it has no room for what it asks for, so that only the length can be answered. The firmware refuses such a
     * command with {@code INVALID_LEN}; a channel makes the answer of that refusal, see {@link SevCodec#answers}.
     */
    default boolean asksLength() {
        return false;
    }

    /** The answer of a command that answers nothing but success. */
    enum Done {
        /** It was done. */
        DONE
    }
}

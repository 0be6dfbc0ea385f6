// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The firmware's commands about one guest of SEV-SNP that no Linux hands to programs, with their types; got by
 * {@code adapt(SnpGuestFirmware.class)} of a machine. Those for debugging are {@code SnpDebugging}. Safe for use by
 * several threads; commands of one machine are serial.
 *
 * <p>Each throws {@code SevCommandException}: {@code EBADF} once the machine was closed, {@code EINVAL} before
 * SNP_LAUNCH_START, for there is no guest then.
 *
 * @since 1.1
 */
@ProviderType
public interface SnpGuestFirmware {
    /** SNP_GUEST_STATUS: policy, identifier and state. */
    SnpGuestStatus status();

    /**
     * SNP_DECOMMISSION, from whatever state: the guest has no context and no keys for messages any more, and every
     * command about it is refused with {@code INVALID_GUEST}, this one too. Its pages and its identifier stay with the
     * machine until that is closed, as KVM keeps them.
     */
    void decommission();
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

/**
 * What the firmware knows of an SEV-SNP guest (SEV-SNP firmware ABI, 56860, "SNP_GUEST_STATUS"). Immutable.
 *
 * @param policy raw 64 bits; 0 before the launch was started
 * @param asid its address space identifier; 0 when it has none
 * @param state where it stands
 * @param vcekDisabled whether its reports may not be signed by the VCEK
 * @since 1.1
 */
public record SnpGuestStatus(long policy, int asid, State state, boolean vcekDisabled) {
    /** The states of an SEV-SNP guest, in the order of their numbers (SEV-SNP firmware ABI, GSTATE). */
    public enum State {
        /** It has a context. */
        INIT,
        /** Its memory is being filled. */
        LAUNCH,
        /** It may run. */
        RUNNING
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

/**
 * What a page is to the firmware (SEV-SNP firmware ABI, 56860, "Page States"), by its entry in the reverse map table.
 */
public enum RmpState {
    /** Memory that the table does not cover. */
    DEFAULT,
    /** Of the hypervisor, who can write it. */
    HYPERVISOR,
    /** Of the hypervisor until the platform is shut down. */
    HV_FIXED,
    /** Of the firmware, for whatever it needs. */
    FIRMWARE,
    /** Given back by the firmware; the hypervisor takes it by RMPUPDATE. */
    RECLAIM,
    /** A guest's context. */
    CONTEXT,
    /** Entries for pages of a guest that were swapped out. */
    METADATA,
    /** Of a guest that has not taken it, for the firmware to work on. */
    PRE_GUEST,
    /** Of a guest that has taken it, for the firmware to work on. */
    PRE_SWAP,
    /** Of a guest that has not taken it. */
    GUEST_INVALID,
    /** Of a guest that has taken it. */
    GUEST_VALID
}

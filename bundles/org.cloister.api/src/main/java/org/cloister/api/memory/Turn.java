// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

/**
 * What gave a page the visibility it has. {@link #CREATION} and {@link #LAUNCH_UPDATE} are the host's doing, all others
 * the guest's own: a page of the plan that is shared by one of the first two is not as the launch left it, one that is
 * shared by another is as the guest wants it.
 */
public enum Turn {
    /** Nothing has happened since the machine was made. */
    CREATION,
    /** A launch step: the host measured the page into the guest. */
    LAUNCH_UPDATE,
    /** The guest runs without page tables: all it does goes through its key (SEV and SEV-ES). */
    NO_PAGE_TABLES,
    /** The guest's page tables (SEV and SEV-ES: the C-bit). */
    GUEST_PAGE_TABLE,
    /** A page state change that the guest asked for: SNP's, or what another vendor's guests ask for it. */
    PAGE_STATE_CHANGE
}

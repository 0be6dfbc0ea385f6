// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

/** What gave a page the visibility it has. */
public enum Turn {
    /** Nothing has happened since the machine was made. */
    CREATION,
    /** A launch step: the host measured the page into the guest. */
    LAUNCH_UPDATE,
    /** The guest runs without page tables: all it does goes through its key (SEV and SEV-ES). */
    NO_PAGE_TABLES,
    /** The guest's page tables (SEV and SEV-ES: the C-bit). */
    GUEST_PAGE_TABLE,
    /** A page state change that the guest asked for (SNP). */
    PAGE_STATE_CHANGE
}

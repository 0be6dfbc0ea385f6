// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

/**
 * A page's entry in the reverse map table (APM volume 2, 15.36.3). Entries are for pages of 4096 bytes here. Immutable.
 *
 * @param assigned whether it belongs to a guest
 * @param asid of the guest; 0 when it belongs to none
 * @param gpa guest-physical address of the page
 * @param validated whether the guest has taken it: by PVALIDATE, or in its launch
 */
public record RmpEntry(boolean assigned, int asid, long gpa, boolean validated) {
    /** A page of the hypervisor's. */
    static final RmpEntry NONE = new RmpEntry(false, 0, 0, false);
}

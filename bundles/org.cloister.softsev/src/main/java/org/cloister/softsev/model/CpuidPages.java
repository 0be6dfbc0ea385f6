// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

/** What becomes of a CPUID page with answers that the firmware does not allow. */
public enum CpuidPages {
    /** It is refused, as on hardware; its source gets the answers that are allowed. */
    STRICT,
    /**
     * It is taken with the answers that are allowed, with a warning: for clients whose host is another processor than
     * the emulated one.
     */
    CORRECTED,
    /** It is taken as it is. */
    OFF
}

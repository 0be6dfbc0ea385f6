// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.launch.SevPlanner;
import org.cloister.api.GuestType;

/** What a request is made for, which decides what of a domain it needs. */
enum RequestUse {
    /** A launch, which needs all of it. */
    LAUNCH,
    /** A measurement: memory is not in it, nor is a kernel without hashes. */
    MEASURE,
    /** A measurement of registers that are given, or of none: it needs no processor model either. */
    REGISTERS_GIVEN;

    /** A measurement of a guest of some type: SEV leaves registers in the host's hands and measures none. */
    static RequestUse measuring(GuestType type) {
        return type.equals(SevPlanner.SEV) ? REGISTERS_GIVEN : MEASURE;
    }
}

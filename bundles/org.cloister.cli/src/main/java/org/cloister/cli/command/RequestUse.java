// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import org.cloister.amd.launch.SevPlanner;
import org.cloister.api.GuestType;
import org.cloister.api.launch.TypeChoice;

/** What a request is made for, which decides what of a domain it needs. */
enum RequestUse {
    /** A launch, which needs all of it. */
    LAUNCH(true, true),
    /** A launch whose registers nobody measures, with the model of any host. */
    LAUNCH_OF_ANY_MODEL(true, false),
    /** A measurement: memory is not in it, nor is a kernel without hashes. */
    MEASURE(false, true),
    /** A measurement of registers that are given, or of none: it needs no processor model either. */
    REGISTERS_GIVEN(false, false);

    private final boolean launch;
    private final boolean model;

    RequestUse(boolean launch, boolean model) {
        this.launch = launch;
        this.model = model;
    }

    /** A measurement of a guest of some type: SEV leaves registers in the host's hands and measures none. */
    static RequestUse measuring(GuestType type) {
        return type.equals(SevPlanner.SEV) ? REGISTERS_GIVEN : MEASURE;
    }

    /** A launch of what is chosen. */
    static RequestUse launching(TypeChoice type) {
        return type.equals(new TypeChoice.Named(SevPlanner.SEV)) ? LAUNCH_OF_ANY_MODEL : LAUNCH;
    }

    /** Whether the guest is launched, and so needs memory and a kernel, measured or not. */
    boolean launches() {
        return launch;
    }

    /** Whether a processor model has to be known. */
    boolean needsModel() {
        return model;
    }
}

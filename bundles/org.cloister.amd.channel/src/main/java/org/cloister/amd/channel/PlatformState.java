// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Optional;

/** The states of the secure processor's platform in the order of their numbers (SEV firmware ABI, PSTATE). */
public enum PlatformState {
    /** Not initialised. */
    UNINIT,
    /** Initialised, without guests. */
    INIT,
    /** Initialised, with guests; SEV only. */
    WORKING;

    /** The state with a number; empty for one that is not known here. */
    public static Optional<PlatformState> of(int code) {
        return code >= 0 && code < values().length ? Optional.of(values()[code]) : Optional.empty();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Optional;

/**
 * What the firmware knows of an SEV or SEV-ES guest. Immutable.
 *
 * @param handle its number there, unsigned 32 bits
 * @param policy its policy, unsigned 32 bits
 * @param stateCode its state's number, unsigned 32 bits
 */
public record SevGuestStatus(int handle, int policy, int stateCode) {
    /** Its state; empty for a number that is not known here. */
    public Optional<State> state() {
        State[] states = State.values();
        return stateCode >= 0 && stateCode < states.length ? Optional.of(states[stateCode]) : Optional.empty();
    }

    /** The states of an SEV guest in the order of their numbers (SEV firmware ABI, GSTATE). */
    public enum State {
        /** There is no guest. */
        UNINIT,
        /** Its memory is being filled and measured. */
        LAUNCH_UPDATE,
        /** It is measured and may be given secrets. */
        LAUNCH_SECRET,
        /** It may run. */
        RUNNING,
        /** It is being sent. */
        SEND_UPDATE,
        /** It is being received. */
        RECEIVE_UPDATE,
        /** It was sent. */
        SENT
    }
}

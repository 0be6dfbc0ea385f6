// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Optional;

/**
 * Version and state of the SEV firmware. Immutable.
 *
 * @param apiMajor 0 to 255
 * @param apiMinor 0 to 255
 * @param build 0 to 255
 * @param stateCode the state's number, 0 to 255
 * @param flags unsigned 32 bits, see the methods
 * @param guestCount how many SEV and SEV-ES guests there are, unsigned 32 bits
 */
public record PlatformStatus(int apiMajor, int apiMinor, int build, int stateCode, int flags, int guestCount) {
    private static final int OWNED = 1;
    private static final int ES = 1 << 8;

    /** The state; empty for a number that is not known here. */
    public Optional<PlatformState> state() {
        return PlatformState.of(stateCode);
    }

    /** Whether somebody else than the platform itself owns it. */
    public boolean owned() {
        return (flags & OWNED) != 0;
    }

    /** Whether it is initialised for SEV-ES. */
    public boolean encryptedState() {
        return (flags & ES) != 0;
    }
}

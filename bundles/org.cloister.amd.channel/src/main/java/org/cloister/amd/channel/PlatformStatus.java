// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Optional;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

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
    /** Bytes of {@code struct sev_user_data_status}. */
    public static final int SIZE = 12;

    private static final Slot API_MAJOR = Slot.number("api_major", 0, 1);
    private static final Slot API_MINOR = Slot.number("api_minor", 1, 1);
    private static final Slot STATE = Slot.number("state", 2, 1);
    private static final Slot FLAGS = Slot.hex("flags", 3, 4);
    private static final Slot BUILD = Slot.number("build", 7, 1);
    private static final Slot GUEST_COUNT = Slot.number("guest_count", 8, 4);

    static final Layout LAYOUT =
            Layout.of("sev_user_data_status", SIZE, API_MAJOR, API_MINOR, STATE, FLAGS, BUILD, GUEST_COUNT);

    private static final int OWNED = 1;
    private static final int ES = 1 << 8;

    /**
     * The status in the kernel's struct.
     *
     * @param struct at least {@link #SIZE} bytes
     */
    public static PlatformStatus decode(Bytes struct) {
        return new PlatformStatus(
                (int) API_MAJOR.number(struct),
                (int) API_MINOR.number(struct),
                (int) BUILD.number(struct),
                (int) STATE.number(struct),
                (int) FLAGS.number(struct),
                (int) GUEST_COUNT.number(struct));
    }

    void write(CommandStruct out) {
        out.put(API_MAJOR, apiMajor);
        out.put(API_MINOR, apiMinor);
        out.put(STATE, stateCode);
        out.put(FLAGS, flags);
        out.put(BUILD, build);
        out.put(GUEST_COUNT, guestCount);
    }

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

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Optional;
import java.util.Set;

/** Switches in policies, as people write them: on, yes or true; off, no or false. */
final class SwitchText {
    private static final Set<String> ON = Set.of("on", "yes", "true");
    private static final Set<String> OFF = Set.of("off", "no", "false");

    private SwitchText() {}

    /** Whether a switch is to be on; empty for any other text. */
    static Optional<Boolean> parse(String text) {
        return ON.contains(text) ? Optional.of(true) : Optional.of(false).filter(off -> OFF.contains(text));
    }
}

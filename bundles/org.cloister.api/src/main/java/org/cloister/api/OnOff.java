// SPDX-License-Identifier: Apache-2.0
package org.cloister.api;

import java.util.Optional;

/** Switches as they are written everywhere: {@code on} or {@code off}, in small letters, and nothing else. */
public final class OnOff {
    private OnOff() {}

    /** A switch as it is written. */
    public static String text(boolean on) {
        return on ? "on" : "off";
    }

    /**
     * A switch as it was written.
     *
     * @return empty for any other text; the caller knows what to say about it
     */
    public static Optional<Boolean> parse(String text) {
        return switch (text) {
            case "on" -> Optional.of(true);
            case "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}

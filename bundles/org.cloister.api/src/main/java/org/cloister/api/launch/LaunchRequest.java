// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Trust;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;

/**
 * A launch that is asked for. Immutable.
 *
 * @param type which guest type
 * @param platform what has to stand behind it; a platform of another trust is never used instead
 * @param guest what the guest has to be like
 * @param paused whether to stop before the finish, so that the owner can verify and hand in a secret
 * @param fallback firmware for a guest without any, of a type that needs it; for a type that needs none nothing is put
 *     in
 */
public record LaunchRequest(
        TypeChoice type, Trust platform, GuestRequest guest, boolean paused, Optional<Image> fallback) {
    /** Checks that all parts are there. */
    public LaunchRequest {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(guest, "guest");
        Objects.requireNonNull(fallback, "fallback");
    }

    /** A request with the firmware that it names, or without any. */
    public LaunchRequest(TypeChoice type, Trust platform, GuestRequest guest, boolean paused) {
        this(type, platform, guest, paused, Optional.empty());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.time.Instant;
import java.util.Objects;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.Trust;

/**
 * A guest that ended though nobody closed it. Immutable.
 *
 * @param id the name it had in this process
 * @param type its type
 * @param platform the name of the platform that carried it
 * @param trust what stood behind that platform
 * @param why the problem that its calls fail with, such as {@code platform.gone}
 * @param when it ended
 * @since 1.1
 */
public record EndedGuest(String id, GuestType type, String platform, Trust trust, Problem why, Instant when) {
    /** Checks that all parts are there. */
    public EndedGuest {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(when, "when");
    }
}

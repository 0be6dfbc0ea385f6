// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.util.Objects;
import org.cloister.api.GuestType;
import org.cloister.api.Trust;

/**
 * A guest type on a platform that was considered, and why it was taken or not. Immutable.
 *
 * @param type the guest type
 * @param platform the platform's name, or {@code none} where no platform could be asked
 * @param trust what stands behind the platform
 * @param eligible whether it could serve the request
 * @param reason why, in a sentence; with the remedy when it could not; never empty
 */
public record Candidate(GuestType type, String platform, Trust trust, boolean eligible, String reason) {
    /** Checks that all parts are there. */
    public Candidate {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(reason, "reason");
    }
}

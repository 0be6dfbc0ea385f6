// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.time.Duration;
import org.cloister.api.Limits;

/** Answers requests: AMD's service, or a mirror. */
@FunctionalInterface
interface KeyService {
    /**
     * Asks once.
     *
     * @param path with its query, beginning with a slash
     * @param most bytes that the answer may have
     * @param within how long it may take; a second at least
     */
    ServiceReply get(String path, int most, Duration within, Limits limits);
}

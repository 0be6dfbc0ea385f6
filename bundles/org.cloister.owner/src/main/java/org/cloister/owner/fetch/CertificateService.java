// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.time.Duration;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.api.Limits;

/** Answers requests: AMD's service, a mirror, or a folder. */
@FunctionalInterface
interface CertificateService {
    /**
     * Asks once.
     *
     * @param most bytes that the answer may have
     * @param within how long it may take; a second at least
     */
    ServiceReply get(KdsRequest request, int most, Duration within, Limits limits);
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.time.Duration;
import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * How a guest was sent. Immutable.
 *
 * @param receiver the fingerprint of who can receive it, 32 bytes
 * @param bytes of the stream
 * @param total how long it took
 * @param downtime from the moment on when it could not run here until it could there; zero for a guest that runs on
 * @since 1.3
 */
public record SendReport(Bytes receiver, long bytes, Duration total, Duration downtime) {
    /** Checks that all parts are there. */
    public SendReport {
        Objects.requireNonNull(receiver, "receiver");
        Objects.requireNonNull(total, "total");
        Objects.requireNonNull(downtime, "downtime");
    }
}

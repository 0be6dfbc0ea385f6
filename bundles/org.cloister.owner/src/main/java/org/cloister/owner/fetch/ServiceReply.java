// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.time.Duration;
import java.util.Optional;
import org.cloister.api.Bytes;

/** What a service answered to one request. */
sealed interface ServiceReply {
    /** A content, not judged yet. */
    record Content(Bytes bytes) implements ServiceReply {}

    /** No content. */
    record Refusal(String why, Hope hope, Optional<Duration> after) implements ServiceReply {
        static Refusal of(String why, Hope hope) {
            return new Refusal(why, hope, Optional.empty());
        }
    }

    /** Whether asking again is of use. */
    enum Hope {
        /** The service has too much to do, or a fault of its own: until the time is over. */
        LATER,
        /** It has been seen to pass: a few times. */
        PERHAPS,
        /** Nothing answered: a few times. */
        UNREACHED,
        /** It will be the same. */
        NONE
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.operate;

import java.time.Instant;
import java.util.Objects;

/**
 * What an installed bundle did against the contract and that still has an effect. Immutable.
 *
 * @param kind what kind of effect
 * @param bundle symbolic name and version of the bundle
 * @param what in one line, for people: the call that has not come back, or why the service is not used
 * @param since when the call began, or when it was found
 */
public record VendorFault(Kind kind, String bundle, String what, Instant since) {
    /** What effect a fault has. Callers must allow for kinds added later. */
    public enum Kind {
        /**
         * A call has not come back, and keeps a thread until this process ends or it does come back. Nobody waits for
         * it any more, or it is a step that has gone on for longer than a plan may take.
         */
        STUCK,
        /** A service is registered and not used. */
        REFUSED,
        /** A machine was not given back when its guest was closed; what it holds stays taken. */
        LEAKED
    }

    /** Checks that all parts are there. */
    public VendorFault {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(since, "since");
    }
}

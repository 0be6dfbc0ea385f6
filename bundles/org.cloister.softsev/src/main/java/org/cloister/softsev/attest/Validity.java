// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.cloister.amd.der.DerWriter;

/**
 * From when until when something is valid, both to the second.
 *
 * @param from the first instant
 * @param until the last one
 */
record Validity(Instant from, Instant until) {
    /** So many years from a day before now on: the clocks of those who verify may be behind. */
    static Validity years(int years, Instant now) {
        Instant from = now.truncatedTo(ChronoUnit.SECONDS).minus(1, ChronoUnit.DAYS);
        return new Validity(from, from.atZone(ZoneOffset.UTC).plusYears(years).toInstant());
    }

    byte[] encoded() {
        return DerWriter.sequence(DerWriter.time(from), DerWriter.time(until));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.amd.tcb.KdsSubject;

/**
 * When a service may be asked again, by any process that shares the cache. AMD's serves about one certificate of a chip
 * in ten seconds, and refuses for minutes whoever asks more often; so the time is waited for beforehand. A mirror sets
 * its own pace by what it answers.
 */
final class Pacing {
    private static final Duration GAP = Duration.ofSeconds(10);
    /** Who says that it is longer is not believed: a clock may have been wrong when it was noted. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final String CERTIFICATES = "next-certificate";
    private static final String ALL = "next-request";

    private final CertificateCache cache;
    private final String suffix;
    private final boolean paced;

    /** @param mirror the address of one; empty for AMD's service */
    Pacing(CertificateCache cache, Optional<String> mirror) {
        this.cache = cache;
        this.suffix = mirror.map(address -> "-" + Integer.toHexString(address.hashCode()))
                .orElse("");
        this.paced = mirror.isEmpty();
    }

    /** How long a request has to wait. */
    Duration wait(KdsSubject subject, Instant now) {
        Stream<String> names = subject == KdsSubject.CHIP_CERTIFICATE ? Stream.of(ALL, CERTIFICATES) : Stream.of(ALL);
        return names.flatMap(name -> cache.instant(name + suffix).stream())
                .map(next -> Duration.between(now, next))
                .filter(span -> !span.isNegative() && span.compareTo(LONGEST) <= 0)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** A request was made. */
    void asked(KdsSubject subject, Instant now) {
        if (paced && subject == KdsSubject.CHIP_CERTIFICATE) {
            cache.writeInstant(CERTIFICATES + suffix, now.plus(GAP));
        }
    }

    /** The service wants no request before that time. */
    void refusedUntil(Instant next) {
        cache.writeInstant(ALL + suffix, next);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.amd.tcb.KdsSubject;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.api.Limits;
import org.cloister.owner.fetch.ServiceReply.Hope;
import org.cloister.owner.fetch.ServiceReply.Refusal;

/**
 * Asks a service for one thing until it has it, or there is no hope or no time left. Answers that pass with time ("too
 * many requests", faults of the service) are waited out as long as there is time; those that were seen to pass
 * sometimes (404 for what exists, broken connections, junk of something in between) are given three tries.
 */
final class Requester {
    private static final int MOST_TRIES = 3;
    private static final int MOST_DOUBLINGS = 5;
    private static final Duration LEAST_TIME = Duration.ofSeconds(1);
    private static final Duration MOST_TIME = Duration.ofSeconds(30);
    private static final int MOST_CHAIN = 4 * AmdCertificate.MAX_SIZE;

    private final CertificateService service;
    private final Pacing pacing;
    private final ContentJudge judge;
    private final FetchClock clock;
    private final Limits limits;
    /** Why the service is given up for this command; empty while it is not. */
    private String unreached = "";

    Requester(CertificateService service, Pacing pacing, ContentJudge judge, FetchClock clock, Limits limits) {
        this.service = service;
        this.pacing = pacing;
        this.judge = judge;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Asks.
     *
     * @param alternatives at least one, one of which is expected to exist
     * @param until when to give up at the latest
     */
    Fetched ask(List<KdsRequest> alternatives, Instant until) {
        if (!unreached.isEmpty()) {
            return Fetched.missing(alternatives.get(0), unreached, Optional.empty());
        }
        Map<KdsRequest, Refusal> refusals = new LinkedHashMap<>();
        for (int tries = 1; ; tries++) {
            for (KdsRequest request : alternatives) {
                Optional<Fetched> end = askOnce(request, refusals, until);
                if (end.isPresent()) {
                    return end.get();
                }
            }
            Hope hope = refusals.values().stream()
                    .map(Refusal::hope)
                    .min(Hope::compareTo)
                    .orElseThrow();
            if (hope == Hope.NONE || hope != Hope.LATER && tries >= MOST_TRIES) {
                unreached = hope == Hope.UNREACHED
                        ? refusals.values().iterator().next().why()
                        : "";
                return missing(alternatives.get(0), refusals, Optional.empty());
            }
            Instant next = clock.now().plus(wait(refusals, tries));
            if (hope == Hope.LATER) {
                pacing.refusedUntil(next);
            }
            if (!next.isBefore(until)) {
                return missing(alternatives.get(0), refusals, Optional.of(next));
            }
            clock.pause(Duration.between(clock.now(), next), limits);
        }
    }

    /** The end of it, if it is one; else the refusal is noted. */
    private Optional<Fetched> askOnce(KdsRequest request, Map<KdsRequest, Refusal> refusals, Instant until) {
        limits.check();
        Duration pace = pacing.wait(request.subject(), clock.now());
        Instant next = clock.now().plus(pace);
        if (!next.plus(LEAST_TIME).isBefore(until)) {
            refusals.putIfAbsent(request, Refusal.of("there is no time left for a request", Hope.LATER));
            return Optional.of(missing(request, refusals, Optional.of(next)));
        }
        if (!pace.isZero()) {
            clock.pause(pace, limits);
        }
        Duration left = Duration.between(clock.now(), until);
        ServiceReply reply =
                service.get(request, most(request.subject()), left.compareTo(MOST_TIME) < 0 ? left : MOST_TIME, limits);
        if (!(reply instanceof Refusal refusal) || refusal.hope() != Hope.UNREACHED) {
            pacing.asked(request.subject(), clock.now());
        }
        if (reply instanceof ServiceReply.Content content) {
            String fault = judge.fault(request, content.bytes(), clock.now());
            if (fault.isEmpty()) {
                return Optional.of(Fetched.of(request, Fetched.Source.SERVICE, content.bytes()));
            }
            refusals.put(request, Refusal.of("what the service answers is refused: " + fault, Hope.PERHAPS));
        } else {
            refusals.put(request, (Refusal) reply);
        }
        return Optional.empty();
    }

    private static Duration wait(Map<KdsRequest, Refusal> refusals, int tries) {
        Duration usual = Duration.ofSeconds(1L << Math.min(tries - 1, MOST_DOUBLINGS));
        return refusals.values().stream()
                .flatMap(one -> one.after().stream())
                .max(Duration::compareTo)
                .filter(wanted -> wanted.compareTo(usual) > 0)
                .orElse(usual);
    }

    private static int most(KdsSubject subject) {
        return switch (subject) {
            case CHIP_CERTIFICATE -> AmdCertificate.MAX_SIZE;
            case CHIP_CHAIN, LOADED_CHAIN -> MOST_CHAIN;
            case CHIP_REVOCATIONS, LOADED_REVOCATIONS -> AmdCrl.MAX_SIZE;
        };
    }

    private static Fetched missing(KdsRequest first, Map<KdsRequest, Refusal> refusals, Optional<Instant> again) {
        String why = refusals.entrySet().stream()
                .map(one -> refusals.size() == 1
                        ? one.getValue().why()
                        : one.getKey().generation().product() + ": "
                                + one.getValue().why())
                .collect(Collectors.joining("; "));
        return Fetched.missing(first, why, again);
    }
}

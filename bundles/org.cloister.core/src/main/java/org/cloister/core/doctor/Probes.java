// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cloister.api.host.Check;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.Verdict;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.ProbeCalls;

/** What probes say of this host: vendors' code. One that fails says nothing, and the platform's own reason stays. */
final class Probes {
    /** None is installed. */
    static final Probes NONE = new Probes(List.of(), null);

    private final List<ProbeCalls> all;
    private final GuardedCalls calls;

    /** Each is asked for a feature at most once. */
    private final Map<String, Optional<Check>> known = new ConcurrentHashMap<>();

    Probes(List<ProbeCalls> all, GuardedCalls calls) {
        this.all = all;
        this.calls = calls;
    }

    /** What is in the way of a feature of this host, as the first probe says that judges it. */
    Optional<Check> obstacle(String feature, HostFacts facts) {
        return all.isEmpty() ? Optional.empty() : known.computeIfAbsent(feature, one -> asked(one, facts));
    }

    private Optional<Check> asked(String feature, HostFacts facts) {
        return calls.questions(all, ProbeCalls::vendor, probe -> judged(probe, feature, facts)).stream()
                .flatMap(answer -> answer.value().stream())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Check> judged(ProbeCalls probe, String feature, HostFacts facts) {
        return probe.types().stream()
                .filter(type -> type.name().equals(feature))
                .flatMap(type -> new Verdict(type, probe.probe(type, facts)).obstacle().stream())
                .findFirst();
    }
}

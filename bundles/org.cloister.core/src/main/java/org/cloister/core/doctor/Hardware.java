// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cloister.api.Trust;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.Check;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.Verdict;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.Vmm;

/** What platforms offer, and why not more: by their facts, and by what the probes find on the host. */
final class Hardware {
    /** Features that are no guest types. */
    private static final Set<String> OTHERS = Set.of(PlatformFacts.EXECUTION, PlatformFacts.GUEST_REQUESTS);

    private static final String NO_REMEDY = "see what the platform says";

    private final Collection<Vmm> platforms;
    private final Collection<CapabilityProbe> probes;
    private final Optional<HostFacts> host;

    Hardware(Collection<Vmm> platforms, Collection<CapabilityProbe> probes, Optional<HostFacts> host) {
        this.platforms = platforms;
        this.probes = probes;
        this.host = host;
    }

    List<Diagnosis> examine() {
        return platforms.stream().map(this::diagnosis).toList();
    }

    private Diagnosis diagnosis(Vmm vmm) {
        try {
            PlatformFacts facts = vmm.facts();
            List<String> offered = facts.features().keySet().stream()
                    .filter(feature -> !OTHERS.contains(feature))
                    .sorted()
                    .toList();
            return offered.isEmpty()
                    ? Diagnoses.of(Kind.PLATFORM, vmm.name(), nothing(facts))
                    : Diagnoses.healthy(Kind.PLATFORM, vmm.name(), "offers " + String.join(", ", offered));
        } catch (RuntimeException | LinkageError e) {
            Cause thrown = Cause.first("threw " + e, "report this to who made the platform");
            String symptom = Kind.PLATFORM.subject(vmm.name()) + " does not report what it offers";
            return Diagnoses.of(Kind.PLATFORM, vmm.name(), thrown.leadsTo(symptom));
        }
    }

    private Cause nothing(PlatformFacts facts) {
        Set<String> reasons = new LinkedHashSet<>();
        new TreeMap<>(facts.absent()).forEach((feature, reason) -> {
            if (!OTHERS.contains(feature)) {
                reasons.add(reason);
            }
        });
        List<String> chain = new ArrayList<>(List.of("platform " + facts.vmm() + " offers no guest type"));
        chain.addAll(reasons);
        return withCheck(
                new Cause(chain, NO_REMEDY), facts.trust(), facts.absent().keySet());
    }

    /** The probe that judges one of these features for hardware says more than the platform. */
    private Cause withCheck(Cause cause, Trust trust, Collection<String> features) {
        if (trust != Trust.HARDWARE) {
            return cause;
        }
        return features.stream()
                .sorted()
                .flatMap(feature -> obstacle(feature).stream())
                .findFirst()
                .map(check -> {
                    List<String> chain = new ArrayList<>(cause.chain());
                    chain.add(check.category() + ", " + check.name() + ": " + check.seen());
                    return new Cause(chain, check.hint());
                })
                .orElse(cause);
    }

    private Optional<Check> obstacle(String feature) {
        return host.flatMap(facts -> probes.stream()
                .flatMap(probe -> judged(probe, feature, facts).stream())
                .findFirst());
    }

    /** Vendors' probes; one that fails says nothing, and the platform's own reason stays. */
    private static Optional<Check> judged(CapabilityProbe probe, String feature, HostFacts facts) {
        try {
            return probe.types().stream()
                    .filter(type -> type.name().equals(feature))
                    .flatMap(type -> new Verdict(type, probe.probe(type, facts)).obstacle().stream())
                    .findFirst();
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** What a platform says; empty when it fails, which its own diagnosis reports. */
    private static Optional<PlatformFacts> facts(Vmm vmm) {
        try {
            return Optional.of(vmm.facts());
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Why a condition does not hold; those of platforms have the ids that {@code PlatformConditions} gives them. */
    Cause whyNotHeld(String id) {
        String line = "condition " + id + " does not hold";
        for (Trust trust : Trust.values()) {
            String start = "cloister." + trust.name().toLowerCase(Locale.ROOT) + ".";
            if (id.startsWith(start)) {
                return whyNotOffered(trust, id.substring(start.length())).leadsTo(line);
            }
        }
        return Cause.first(line, "install and start what registers condition " + id);
    }

    private Cause whyNotOffered(Trust trust, String feature) {
        String kind = trust.name().toLowerCase(Locale.ROOT);
        List<String> reasons = new ArrayList<>();
        for (Vmm vmm : platforms) {
            facts(vmm)
                    .filter(facts -> facts.trust() == trust && !facts.offers(feature))
                    .ifPresent(facts -> reasons.add(
                            "platform " + facts.vmm() + " does not offer " + feature + ": " + facts.whyNot(feature)));
        }
        return reasons.isEmpty()
                ? Cause.first("there is no " + kind + " platform", "install and start one that is " + kind)
                : withCheck(new Cause(reasons, NO_REMEDY), trust, List.of(feature));
    }
}

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
import org.cloister.api.host.Check;
import org.cloister.api.host.HostFacts;
import org.cloister.api.platform.PlatformFacts;

/** What platforms offer, and why not more: by their facts, and by what the probes find on the host. */
final class Hardware {
    private static final String NO_REMEDY = "see what the platform says";

    private final List<AskedPlatform> platforms;
    private final Probes probes;
    private final Optional<HostFacts> host;

    Hardware(List<AskedPlatform> platforms, Probes probes, Optional<HostFacts> host) {
        this.platforms = platforms;
        this.probes = probes;
        this.host = host;
    }

    List<AskedPlatform> platforms() {
        return platforms;
    }

    /** Why a platform carries no guest; empty when it offers a type. */
    Optional<Cause> whyNothing(AskedPlatform platform) {
        if (platform.facts().isEmpty()) {
            return Optional.of(Cause.first(platform.failure(), "report this to who made the platform")
                    .leadsTo("platform " + platform.name() + " does not report what it offers"));
        }
        return platform.types().isEmpty() ? Optional.of(nothing(platform.facts().get())) : Optional.empty();
    }

    private Cause nothing(PlatformFacts facts) {
        Set<String> reasons = new LinkedHashSet<>();
        new TreeMap<>(facts.absent()).forEach((feature, reason) -> {
            if (AskedPlatform.isType(feature)) {
                reasons.add(reason);
            }
        });
        List<String> chain = new ArrayList<>(List.of("platform " + facts.vmm() + " offers no guest type"));
        chain.addAll(reasons);
        return withCheck(
                new Cause(chain, NO_REMEDY), facts.trust(), facts.absent().keySet());
    }

    /** Why a platform does not carry a guest type. */
    Cause whyNot(AskedPlatform platform, String type) {
        return platform.facts()
                .map(facts -> withCheck(
                        Cause.first(
                                "platform " + facts.vmm() + " does not offer " + type + ": " + facts.whyNot(type),
                                NO_REMEDY),
                        facts.trust(),
                        List.of(type)))
                .orElseGet(() -> whyNothing(platform).orElseThrow());
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
        return host.flatMap(facts -> probes.obstacle(feature, facts));
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
        for (AskedPlatform platform : platforms) {
            platform.facts()
                    .filter(facts -> facts.trust() == trust && !facts.offers(feature))
                    .ifPresent(facts -> reasons.add(
                            "platform " + facts.vmm() + " does not offer " + feature + ": " + facts.whyNot(feature)));
        }
        return reasons.isEmpty()
                ? Cause.first("there is no " + kind + " platform", "install and start one that is " + kind)
                : withCheck(new Cause(reasons, NO_REMEDY), trust, List.of(feature));
    }
}

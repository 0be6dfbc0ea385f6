// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.Vmm;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.guard.Answered;
import org.cloister.core.guard.Arrivals;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.MachineCalls;
import org.cloister.core.guard.PlatformCalls;
import org.cloister.core.guard.Vendor;

/** The virtual machine monitors that are there now. */
final class Platforms {
    private static final Comparator<Entry> BEST_FIRST = Comparator.comparing(Entry::key, ServiceKey.PREFERENCE);

    private final List<Entry> all = new CopyOnWriteArrayList<>();
    private final Map<Long, Noted> noted = new ConcurrentHashMap<>();
    private final GuardedCalls calls;
    private final Arrivals arrivals;

    Platforms(GuardedCalls calls) {
        this.calls = calls;
        this.arrivals = new Arrivals(calls);
    }

    /** Notes a platform that was registered; it is there when it was looked at. */
    void add(ServiceKey key, Supplier<Vmm> service) {
        Vendor vendor = calls.vendor(key.id(), key.provider());
        noted.put(key.id(), new Noted(vendor, key));
        arrivals.look(vendor, () -> arrived(PlatformCalls.of(service, vendor, calls), key.id()), e -> {});
    }

    private synchronized void arrived(PlatformCalls platform, long id) {
        Noted there = noted.get(id);
        if (there != null && there.vendor() == platform.vendor()) {
            all.add(new Entry(platform, there.key()));
        }
    }

    /** One that is there ranks otherwise from now on; its guests stay. */
    synchronized void rank(ServiceKey key) {
        noted.computeIfPresent(key.id(), (id, there) -> new Noted(there.vendor(), key));
        all.replaceAll(entry -> entry.key().id() == key.id() ? new Entry(entry.platform(), key) : entry);
    }

    /** Takes one away; nothing is launched there any more. Empty where it was not there. */
    synchronized Optional<PlatformCalls> remove(ServiceKey key) {
        Optional.ofNullable(noted.remove(key.id())).map(Noted::vendor).ifPresent(calls::went);
        Optional<Entry> gone =
                all.stream().filter(entry -> entry.key().id() == key.id()).findFirst();
        gone.ifPresent(all::remove);
        return gone.map(Entry::platform);
    }

    /**
     * What came of asking the platforms of a trust.
     *
     * @param offers those that serve, best first, one for each name
     * @param failing the others
     */
    record Asked(List<Offer> offers, List<Failing> failing) {
        /** As long as nobody needs to be asked. */
        static final Asked NOBODY = new Asked(List.of(), List.of());
    }

    /** A platform that did not say what it offers, and why. */
    record Failing(String name, Problem problem) {}

    /** Asks all of a trust, side by side; facts are asked once. */
    Asked of(Trust trust) {
        return ask(entry -> entry.platform().trust() == null || entry.platform().trust() == trust, trust);
    }

    private Asked ask(Predicate<Entry> whom, Trust trust) {
        arrivals.settle();
        List<Entry> asked = all.stream().filter(whom).sorted(BEST_FIRST).toList();
        List<Answered<PlatformFacts>> answers = facts(asked);
        List<Offer> offers = new ArrayList<>();
        List<Failing> failing = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            PlatformCalls platform = asked.get(i).platform();
            answers.get(i).failure().ifPresent(e -> failing.add(new Failing(platform.name(), e.problem())));
            answers.get(i)
                    .value()
                    .filter(facts -> facts.trust() == trust && names.add(facts.vmm()))
                    .ifPresent(facts -> offers.add(new Offer(platform, facts)));
        }
        return new Asked(offers, failing);
    }

    private List<Answered<PlatformFacts>> facts(List<Entry> asked) {
        return calls.questionsWithin(
                asked,
                entry -> entry.platform().vendor(),
                entry -> entry.platform().facts());
    }

    /** The best one of a name. */
    Optional<Offer> named(String name) {
        arrivals.settle();
        return all.stream()
                .filter(entry -> entry.platform().name().equals(name))
                .min(BEST_FIRST)
                .map(Entry::platform)
                .map(platform -> new Offer(platform, calls.question(platform.vendor(), platform::facts)));
    }

    /** The one that an offer was made by, as it is now. */
    Offer stillThere(Offer before) {
        requireThere(before);
        PlatformCalls platform = before.platform();
        return new Offer(platform, calls.question(platform.vendor(), platform::facts));
    }

    /** Refuses one that went meanwhile. */
    void requireThere(Offer before) {
        if (all.stream().noneMatch(entry -> entry.platform() == before.platform())) {
            throw gone(before.facts().vmm()).exception();
        }
    }

    /** The one that has a name and a trust now. */
    Offer there(Trust trust, String name) {
        Asked asked = ask(entry -> entry.platform().name().equals(name), trust);
        return asked.offers().stream()
                .findFirst()
                .orElseThrow(() -> asked.failing().stream()
                        .findFirst()
                        .map(failing -> failing.problem().exception())
                        .orElseGet(() -> gone(name).exception()));
    }

    private static Problem gone(String name) {
        return Problem.host(CoreCodes.PLATFORM_GONE, "the guest's platform is not there any more")
                .at(name)
                .remedy("see 'cloister doctor'");
    }

    /** A platform with the facts it gave when it was asked. */
    record Offer(PlatformCalls platform, PlatformFacts facts) {
        /** A machine for what a plan puts in. */
        MachineCalls machine(LaunchPlan plan) {
            MachineSpec spec = new MachineSpec(
                    plan.type(), plan.profile(), plan.memory(), plan.vcpus().size());
            return platform.create(spec);
        }
    }

    /** A registered service, and how it ranks now. */
    private record Noted(Vendor vendor, ServiceKey key) {}

    private record Entry(PlatformCalls platform, ServiceKey key) {}
}

package org.cloister.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cloister.api.Trust;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.Vmm;

/** The virtual machine monitors that are there now. */
final class Platforms {
    private static final Comparator<Entry> BEST_FIRST = Comparator.comparing(Entry::key, ServiceKey.PREFERENCE);

    private final List<Entry> all = new CopyOnWriteArrayList<>();

    void add(Vmm vmm, ServiceKey key) {
        all.add(new Entry(vmm, key));
    }

    void remove(Vmm vmm) {
        all.removeIf(entry -> entry.vmm() == vmm);
    }

    /** Those of a trust, best first, one for each name; facts are asked once. */
    List<Offer> of(Trust trust) {
        List<Offer> offers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Entry entry : all.stream().sorted(BEST_FIRST).toList()) {
            PlatformFacts facts = VendorCall.of(entry.key().provider(), entry.vmm()::facts);
            if (facts.trust() == trust && names.add(facts.vmm())) {
                offers.add(new Offer(entry.vmm(), facts));
            }
        }
        return offers;
    }

    /** The best one of a name. */
    Optional<Offer> named(String name) {
        return all.stream()
                .filter(entry -> entry.vmm().name().equals(name))
                .min(BEST_FIRST)
                .map(entry -> new Offer(entry.vmm(), VendorCall.of(entry.key().provider(), entry.vmm()::facts)));
    }

    /** A monitor with what it said of itself when it was asked. */
    record Offer(Vmm vmm, PlatformFacts facts) {}

    private record Entry(Vmm vmm, ServiceKey key) {}
}

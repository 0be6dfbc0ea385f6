// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.Trust;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.api.platform.Vmm;
import org.cloister.core.codes.CoreCodes;

/** The virtual machine monitors that are there now. */
final class Platforms {
    private static final Comparator<Entry> BEST_FIRST = Comparator.comparing(Entry::key, ServiceKey.PREFERENCE);

    private final List<Entry> all = new CopyOnWriteArrayList<>();

    void add(Vmm vmm, ServiceKey key) {
        all.add(new Entry(vmm, key));
    }

    /** Takes one away; nothing is launched there any more. Its key, where it was there. */
    Optional<ServiceKey> remove(Vmm vmm) {
        Optional<Entry> gone = entry(vmm);
        gone.ifPresent(all::remove);
        return gone.map(Entry::key);
    }

    private Optional<Entry> entry(Vmm vmm) {
        return all.stream().filter(entry -> entry.vmm() == vmm).findFirst();
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

    /** The one that an offer was made by, as it is now. */
    Offer stillThere(Offer before) {
        Entry entry = entry(before.vmm()).orElseThrow(() -> gone(before.facts().vmm()));
        return new Offer(entry.vmm(), VendorCall.of(entry.key().provider(), entry.vmm()::facts));
    }

    /** Refuses one that went meanwhile. */
    void requireThere(Offer before) {
        entry(before.vmm()).orElseThrow(() -> gone(before.facts().vmm()));
    }

    /** The one that has a name and a trust now. */
    Offer there(Trust trust, String name) {
        return of(trust).stream()
                .filter(offer -> offer.facts().vmm().equals(name))
                .findFirst()
                .orElseThrow(() -> gone(name));
    }

    private static CloisterException gone(String name) {
        return Problem.host(CoreCodes.PLATFORM_GONE, "the guest's platform is not there any more")
                .at(name)
                .remedy("see 'cloister doctor'")
                .exception();
    }

    /** A platform with the facts it gave when it was asked. */
    record Offer(Vmm vmm, PlatformFacts facts) {
        /** A machine for what a plan puts in. */
        VirtualMachine machine(LaunchPlan plan) {
            MachineSpec spec = new MachineSpec(
                    plan.type(), plan.profile(), plan.memory(), plan.vcpus().size());
            return VendorCall.of(facts.vmm(), () -> vmm.create(spec));
        }
    }

    private record Entry(Vmm vmm, ServiceKey key) {}
}

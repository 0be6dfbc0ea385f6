// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.guard;

import java.util.ArrayList;
import java.util.List;
import org.cloister.api.GuestType;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.Check;
import org.cloister.api.host.HostFacts;
import org.cloister.api.host.Verdict;

/** A vendor's probe, asked the guarded way. */
public final class AskedProbe {
    private final VendorService<CapabilityProbe> service;

    /** Asks nothing yet. */
    public AskedProbe(VendorService<CapabilityProbe> service) {
        this.service = service;
    }

    /** Asks which types it can judge. */
    public VendorQuestion<List<GuestType>> types() {
        return service.ask("types", CapabilityProbe::types, List::copyOf);
    }

    /** Asks what it says of some of its types, each with its checks. */
    public VendorQuestion<List<Verdict>> judge(List<GuestType> types, HostFacts facts) {
        return service.ask("probe", probe -> {
            List<Verdict> verdicts = new ArrayList<>();
            types.forEach(type -> verdicts.add(new Verdict(type, checks(probe, type, facts))));
            return verdicts;
        });
    }

    /** Where nothing was checked, nothing is known to work. */
    private List<Check> checks(CapabilityProbe probe, GuestType type, HostFacts facts) {
        VendorMethod method = service.method("probe");
        List<Check> answered = method.call(() -> probe.probe(type, facts));
        if (answered.isEmpty()) {
            throw method.answered("no checks");
        }
        return answered;
    }
}

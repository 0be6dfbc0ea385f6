// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.List;
import java.util.function.Supplier;
import org.cloister.api.GuestType;
import org.cloister.api.host.CapabilityProbe;
import org.cloister.api.host.Check;
import org.cloister.api.host.HostFacts;

/**
 * A vendor's probe, called the guarded way, in the thread that asks. The methods are those of {@link CapabilityProbe}.
 */
public final class ProbeCalls {
    private final CapabilityProbe probe;
    private final Vendor vendor;
    private final GuardedCalls calls;

    private ProbeCalls(CapabilityProbe probe, Vendor vendor, GuardedCalls calls) {
        this.probe = probe;
        this.vendor = vendor;
        this.calls = calls;
    }

    /** Gets a service. */
    public static ProbeCalls of(Supplier<CapabilityProbe> service, Vendor vendor, GuardedCalls calls) {
        return new ProbeCalls(calls.inside(new VendorCall(vendor, "getService"), service::get), vendor, calls);
    }

    public Vendor vendor() {
        return vendor;
    }

    public List<GuestType> types() {
        return calls.inside(new VendorCall(vendor, "types"), () -> List.copyOf(probe.types()));
    }

    public List<Check> probe(GuestType type, HostFacts facts) {
        return calls.inside(new VendorCall(vendor, "probe"), () -> List.copyOf(probe.probe(type, facts)));
    }
}

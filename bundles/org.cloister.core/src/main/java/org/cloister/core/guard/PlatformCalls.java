// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.function.Supplier;
import org.cloister.api.Trust;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.api.platform.Vmm;

/** A vendor's platform, called the guarded way, in the thread that asks. The methods are those of {@link Vmm}. */
public final class PlatformCalls {
    private final Vmm vmm;
    private final Vendor vendor;
    private final GuardedCalls calls;
    private final String name;
    private volatile Trust trust;

    private PlatformCalls(Vmm vmm, Vendor vendor, GuardedCalls calls) {
        this.vmm = vmm;
        this.vendor = vendor;
        this.calls = calls;
        this.name = calls.inside(call("name"), vmm::name);
    }

    /** Gets a service and asks it who it is. */
    public static PlatformCalls of(Supplier<Vmm> service, Vendor vendor, GuardedCalls calls) {
        return new PlatformCalls(calls.inside(new VendorCall(vendor, "getService"), service::get), vendor, calls);
    }

    private VendorCall call(String method) {
        return new VendorCall(vendor, method);
    }

    public Vendor vendor() {
        return vendor;
    }

    public String name() {
        return name;
    }

    /** What it has always said that stands behind it; null before it was asked. */
    public Trust trust() {
        return trust;
    }

    /** Its facts of now; it stays who it was. */
    public PlatformFacts facts() {
        VendorCall call = call("facts");
        PlatformFacts facts = calls.inside(call, vmm::facts);
        if (!facts.vmm().equals(name)) {
            throw Blame.answered(call, "facts of " + VendorText.line(facts.vmm()) + ", and its name is " + name);
        }
        if (trust == null) {
            trust = facts.trust();
        }
        if (facts.trust() != trust) {
            throw Blame.answered(call, "trust " + facts.trust() + ", and before it was " + trust);
        }
        return facts;
    }

    /** Makes a machine. */
    public MachineCalls create(MachineSpec spec) {
        return new MachineCalls(calls.inside(call("create"), () -> vmm.create(spec)), spec, vendor, calls);
    }
}

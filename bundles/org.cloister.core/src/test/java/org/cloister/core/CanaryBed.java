// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.Machine;
import org.cloister.core.ServiceKey.Owner;
import org.cloister.core.guard.TypeCalls;
import org.cloister.core.guard.Vendor;
import org.cloister.snp.SnpGuestSupport;

/** Backends beside a software platform, of which none has work yet; for tests of what tries them. */
public final class CanaryBed implements AutoCloseable {
    private final TestBed bed = TestBed.bare();
    private long last;

    /** The platform is there. */
    public CanaryBed() {
        bed.install(bed.platform);
    }

    /** What happens within a backend's calls. */
    @FunctionalInterface
    public interface Inside {
        /** Before an operation, by its name. */
        void before(String operation);
    }

    /** One of a version that does what the real one does, and something before that. */
    public Backend snp(String version, Inside inside) {
        return backend(version, new Tampered(new SnpGuestSupport()) {
            @Override
            void before(String operation, Machine machine) {
                inside.before(operation);
            }
        });
    }

    /** One of a version that plans otherwise each time. */
    public Backend unsteady(String version) {
        return backend(version, new Unsteady());
    }

    private Backend backend(String version, ConfidentialGuestSupport support) {
        Owner owner = new Owner(0, "snp", version, "");
        ServiceKey key = new ServiceKey(0, 0, 1000 + ++last, owner);
        Vendor vendor = bed.calls.vendor(key.id(), owner.toString());
        TypeCalls calls = TypeCalls.of(() -> support, vendor, bed.calls);
        return new Backend(calls, key, new Backends(bed.calls), bed.calls, Gate.State.SERVING);
    }

    /** Where they are tried. */
    public Replacement replacement() {
        return bed.launcher.replacement();
    }

    /** How many machines are open. */
    public long machines() {
        return bed.usage().machines();
    }

    @Override
    public void close() {
        bed.calls.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.io.OutputStream;
import org.cloister.api.Limits;
import org.cloister.api.platform.Executor;

/**
 * What runs a machine's processors: a run is an operation, which whoever began it can leave when it does not end within
 * its limits.
 */
final class GuardedExecutor implements Executor {
    private final Executor executor;
    private final Vendor vendor;
    private final GuardedCalls calls;

    GuardedExecutor(Executor executor, Vendor vendor, GuardedCalls calls) {
        this.executor = executor;
        this.vendor = vendor;
        this.calls = calls;
    }

    @Override
    public End run(OutputStream console, Limits limits) {
        VendorCall call = new VendorCall(vendor, "Executor.run");
        return calls.run(vendor, limits, () -> calls.inside(call, () -> executor.run(console, limits)));
    }

    @Override
    public boolean resumes() {
        return calls.inside(new VendorCall(vendor, "Executor.resumes"), executor::resumes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.cloister.api.Problem;
import org.cloister.api.settings.SettingsHolder;

/** Who keeps a vendor's settings, called the guarded way, as questions. */
public final class GuardedHolder implements SettingsHolder {
    private final SettingsHolder holder;
    private final Vendor vendor;
    private final GuardedCalls calls;
    private final String pid;

    /** Gets a service and asks it what it keeps. */
    public GuardedHolder(Supplier<SettingsHolder> service, Vendor vendor, GuardedCalls calls) {
        this.vendor = vendor;
        this.calls = calls;
        holder = calls.inside(new VendorCall(vendor, "getService"), service::get);
        pid = calls.inside(new VendorCall(vendor, "SettingsHolder.pid"), holder::pid);
    }

    @Override
    public String pid() {
        return pid;
    }

    @Override
    public List<Problem> refuses(Map<String, Object> given) {
        return asked("SettingsHolder.refuses", () -> List.copyOf(holder.refuses(given)));
    }

    @Override
    public List<Problem> refused() {
        return asked("SettingsHolder.refused", () -> List.copyOf(holder.refused()));
    }

    private List<Problem> asked(String method, Callable<List<Problem>> question) {
        return calls.question(vendor, () -> calls.inside(new VendorCall(vendor, method), question));
    }
}

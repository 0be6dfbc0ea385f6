// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cloister.api.Problem;
import org.cloister.api.settings.SettingsRules;

/** A vendor's rules for its configuration, called the guarded way, as questions. What never changes is asked once. */
public final class GuardedRules implements SettingsRules {
    private final SettingsRules rules;
    private final Vendor vendor;
    private final GuardedCalls calls;
    private final String pid;
    private final Map<String, String> defaults;

    /** Gets a service and asks it what it judges. */
    public GuardedRules(Supplier<SettingsRules> service, Vendor vendor, GuardedCalls calls) {
        this.vendor = vendor;
        this.calls = calls;
        rules = calls.inside(call("getService"), service::get);
        pid = calls.inside(call("SettingsRules.pid"), rules::pid);
        defaults = calls.inside(call("SettingsRules.defaults"), () -> Map.copyOf(rules.defaults()));
    }

    private VendorCall call(String method) {
        return new VendorCall(vendor, method);
    }

    @Override
    public String pid() {
        return pid;
    }

    @Override
    public Map<String, String> defaults() {
        return defaults;
    }

    /**
     * What is wrong, if it says so in time.
     *
     * @throws org.cloister.api.CloisterException the bundle's defect
     */
    @Override
    public List<Problem> wrong(Map<String, Object> given) {
        return calls.question(
                vendor, () -> calls.inside(call("SettingsRules.wrong"), () -> List.copyOf(rules.wrong(given))));
    }
}

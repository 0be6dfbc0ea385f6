// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.cloister.api.operate.VendorFault;

/** What vendors did that has an effect until their service or this process ends; each is logged in one line. */
final class NotedFaults {
    private static final System.Logger LOG = System.getLogger(NotedFaults.class.getName());
    private static final int MOST = 1000;

    private final List<NotedFault> all = new CopyOnWriteArrayList<>();

    void note(NotedFault fault) {
        boolean known =
                !fault.leaked() && all.stream().anyMatch(one -> one.vendor() == fault.vendor() && !one.leaked());
        if (known) {
            return;
        }
        LOG.log(Level.WARNING, "{0}: {1}", fault.what(), fault.problem().message());
        all.add(fault);
        if (all.size() > MOST) {
            all.remove(0);
        }
    }

    /** A service that is gone need not be used; a machine that it did not give back stays. */
    void went(Vendor vendor) {
        all.removeIf(fault -> fault.vendor() == vendor && !fault.leaked());
    }

    Stream<VendorFault> all() {
        return all.stream().map(NotedFault::fault);
    }
}

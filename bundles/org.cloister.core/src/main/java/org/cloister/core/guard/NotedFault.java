// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.time.Instant;
import org.cloister.api.Problem;
import org.cloister.api.operate.VendorFault;

/**
 * A service that is not used, or something that it did not give back.
 *
 * @param vendor whose it is
 * @param leaked whether a machine was not given back
 * @param problem why
 * @param since when that was found
 */
record NotedFault(Vendor vendor, boolean leaked, Problem problem, Instant since) {
    /** The effect, for people. */
    String what() {
        return leaked ? "a machine was not given back" : "a service is not used";
    }

    VendorFault fault() {
        VendorFault.Kind kind = leaked ? VendorFault.Kind.LEAKED : VendorFault.Kind.REFUSED;
        return new VendorFault(kind, vendor.bundle(), problem.message(), since);
    }
}

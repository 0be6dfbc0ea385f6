// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.Optional;
import org.cloister.api.guest.Canary;

/** Fails when it is asked for a canary. */
public final class FailsInCanary extends Delegating {
    @Override
    public Optional<Canary> canary() {
        throw new IllegalStateException("no canary today");
    }
}

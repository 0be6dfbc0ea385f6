// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.Optional;
import org.cloister.api.guest.Canary;

/** Names no platform for its canary. */
public final class NoCanary extends Delegating {
    @Override
    public Optional<Canary> canary() {
        return Optional.empty();
    }
}

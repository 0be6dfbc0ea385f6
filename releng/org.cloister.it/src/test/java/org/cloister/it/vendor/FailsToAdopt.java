// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.LaunchContext;

/** Says that it takes over older contexts, and fails to. */
public final class FailsToAdopt extends NextSchema {
    @Override
    public boolean canAdopt(ContextSchema schema) {
        return true;
    }

    @Override
    public LaunchContext adopt(LaunchContext older) {
        throw new IllegalStateException("no words for this");
    }
}

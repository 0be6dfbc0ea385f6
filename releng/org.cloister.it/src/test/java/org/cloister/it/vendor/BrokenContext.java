// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;

/** Answers with nothing where a context is due. */
public final class BrokenContext extends Delegating {
    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        super.start(context, machine);
        return null;
    }
}

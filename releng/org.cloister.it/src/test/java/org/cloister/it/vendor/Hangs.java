// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

import java.util.concurrent.locks.LockSupport;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;

/** Begins a launch and does not come back, whoever asks it to. */
public final class Hangs extends Delegating {
    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        while (true) {
            LockSupport.park(this);
            Thread.interrupted();
        }
    }
}

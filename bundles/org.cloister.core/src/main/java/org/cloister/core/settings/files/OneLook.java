// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import org.cloister.core.guard.GuardedCalls;

/**
 * Work that one thread does at a time. Who comes meanwhile waits until that is over, and then does it once more; but a
 * bundle that is asked something by the one who works does not wait for it: it would never end.
 */
final class OneLook {
    private Thread working;

    void take(Runnable work) {
        if (!begin()) {
            return;
        }
        try {
            work.run();
        } finally {
            end();
        }
    }

    /** Whether it is this thread's turn now. */
    private synchronized boolean begin() {
        boolean interrupted = false;
        while (working != null) {
            if (working == Thread.currentThread() || GuardedCalls.questioned()) {
                return false;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        working = Thread.currentThread();
        return true;
    }

    private synchronized void end() {
        working = null;
        notifyAll();
    }
}

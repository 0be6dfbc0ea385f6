// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.util.concurrent.Future;

/** Counts what the platform has acknowledged to its client: first the command, then perhaps that it is to end. */
final class StopAcknowledgement {
    private static final int BOTH = 2;

    private int times;
    private Future<?> giving;

    /** The platform has acknowledged something. */
    synchronized void again() {
        times++;
        settle();
    }

    /** Gives up, unless the platform acknowledges that the command is to end. */
    synchronized void giveUp(Future<?> later) {
        giving = later;
        settle();
    }

    private void settle() {
        if (giving != null && times >= BOTH) {
            giving.cancel(false);
        }
    }
}

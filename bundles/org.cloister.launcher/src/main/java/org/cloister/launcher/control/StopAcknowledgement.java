// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.util.concurrent.Future;

/** Whether the platform has heard what its client said: first the command, then perhaps that it is to end. */
final class StopAcknowledgement {
    private static final int BOTH = 2;

    private int times;
    private Future<?> giving;

    /** It has heard something. */
    synchronized void again() {
        times++;
        settle();
    }

    /** Has something given up unless the platform hears that the command is to end. */
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

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

/**
 * A thread whose work is given up by who began it when its time is over: vendors are called in it without a limit of
 * their own.
 */
public final class BoundedThread extends Thread {
    /** One that keeps no process. */
    public BoundedThread(Runnable work, String name) {
        super(work, name);
        setDaemon(true);
    }
}

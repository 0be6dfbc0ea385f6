// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.libc;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives something back once: when its owner is closed, or else when the owner was forgotten. The latter is a defect of
 * who forgot it, and is logged.
 */
final class CloseGuard {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Net net;
    private final Cleaner.Cleanable cleanable;

    /**
     * Begins to watch.
     *
     * @param owner what has to be closed
     * @param what it is, for the log
     * @param release gives it back; must not refer to the owner, which could never be forgotten then
     */
    CloseGuard(Object owner, String what, Runnable release) {
        net = new Net(what, release);
        cleanable = CLEANER.register(owner, net);
    }

    /** Gives it back, unless that was done. */
    void close() {
        if (net.open.compareAndSet(true, false)) {
            cleanable.clean();
            net.release.run();
        }
    }

    private static final class Net implements Runnable {
        private final AtomicBoolean open = new AtomicBoolean(true);
        private final String what;
        private final Runnable release;

        Net(String what, Runnable release) {
            this.what = what;
            this.release = release;
        }

        @Override
        public void run() {
            if (open.compareAndSet(true, false)) {
                // Found only now: loggers take long to come up, and nobody forgets as a rule
                System.Logger log = System.getLogger(CloseGuard.class.getName());
                log.log(Level.WARNING, "{0} was forgotten and is closed only now", what);
                release.run();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks at the settings once a second, whatever a look ends in. */
final class FolderLooks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FolderLooks.class.getName());
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

    private final Runnable look;
    private final Thread thread;
    private volatile boolean closed;

    FolderLooks(Runnable look) {
        this.look = look;
        thread = new Thread(this::follow, "settings");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow() {
        LockSupport.parkNanos(PERIOD);
        while (!closed) {
            try {
                look.run();
            } catch (RuntimeException | Error e) {
                // The settings in force stay; a later look may succeed
                LOG.log(Level.ERROR, "the settings cannot be looked at: {0}", e.toString());
            }
            LockSupport.parkNanos(PERIOD);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}

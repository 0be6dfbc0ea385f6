// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.cloister.api.CloisterException;
import org.cloister.core.Backend;
import org.cloister.core.Replacement;
import org.osgi.framework.Bundle;

/**
 * Backends that were replaced and could not leave at once, because guests need them or a call does not end. Each is
 * uninstalled as soon as it can be, after the end of a guest.
 */
final class RetiringBackends implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RetiringBackends.class.getName());

    private final Replacement replacement;
    private final List<Entry> waiting = new CopyOnWriteArrayList<>();
    /** Its thread is there while there is something to do. A guest's end must not wait for a bundle's. */
    private final ThreadPoolExecutor sweeper = new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> daemon(work),
            new ThreadPoolExecutor.DiscardPolicy());

    RetiringBackends(Replacement replacement) {
        this.replacement = replacement;
        sweeper.allowCoreThreadTimeOut(true);
        replacement.onGuestEnd(this::wake);
    }

    private record Entry(Backend backend, Bundle bundle) {}

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "removal of replaced backends");
        thread.setDaemon(true);
        return thread;
    }

    void add(Backend backend, Bundle bundle) {
        waiting.add(new Entry(backend, bundle));
    }

    private void wake() {
        if (!waiting.isEmpty()) {
            sweeper.execute(this::sweep);
        }
    }

    /** Removes what can leave now. */
    synchronized void sweep() {
        for (Entry entry : waiting) {
            if (entry.bundle().getState() == Bundle.UNINSTALLED || replacement.serves(entry.backend())) {
                waiting.remove(entry);
            } else if (replacement.leaveNow(entry.backend())) {
                waiting.remove(entry);
                remove(entry.bundle());
            }
        }
    }

    private static void remove(Bundle bundle) {
        try {
            NewBundle.remove(bundle);
        } catch (CloisterException e) {
            LOG.log(
                    Level.WARNING,
                    "a replaced backend is not removed: {0}",
                    e.problem().message());
        }
    }

    @Override
    public void close() {
        replacement.onGuestEnd(() -> {});
        sweeper.shutdown();
    }
}

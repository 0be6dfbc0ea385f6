// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.CloisterException;

/**
 * What a new bundle registered before it may serve: its backends get no traffic.
 *
 * <p>They are looked at once the bundle is started. Equinox has components of a bundle of lazy activation registered
 * before; who gets one then starts the bundle in a second thread, and the two wait for each other.
 */
public final class PendingBackends {
    private final List<Backend> offered = new ArrayList<>();
    private final Map<Long, Runnable> announced = new LinkedHashMap<>();
    private boolean started;
    private CloisterException refusal;

    PendingBackends() {}

    /**
     * Notes one.
     *
     * @param look begins to look at it, in another thread
     */
    synchronized void announce(ServiceKey key, Runnable look) {
        announced.put(key.id(), look);
        if (started) {
            look.run();
        }
    }

    /** The bundle is started: what it registered is looked at. */
    public synchronized void started() {
        started = true;
        announced.values().forEach(Runnable::run);
    }

    synchronized void offer(Backend backend) {
        offered.add(backend);
        notifyAll();
    }

    synchronized void rank(ServiceKey now) {
        offered.stream().filter(backend -> backend.key().id() == now.id()).forEach(backend -> backend.rank(now));
    }

    synchronized void refuse(CloisterException why) {
        refusal = why;
        notifyAll();
    }

    synchronized void withdraw(ServiceKey key) {
        announced.remove(key.id());
        offered.removeIf(backend -> backend.key().id() == key.id());
    }

    /** Waits for the first backend, for a while; empty when none came. */
    public synchronized Optional<Backend> await(long millis) throws InterruptedException {
        if (offered.isEmpty() && refusal == null) {
            wait(Math.max(1, millis));
        }
        if (refusal != null) {
            throw refusal;
        }
        return offered.stream().findFirst();
    }

    /** How many backends there are. */
    public synchronized int count() {
        return announced.size();
    }
}

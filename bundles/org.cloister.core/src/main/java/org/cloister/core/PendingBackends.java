// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.CloisterException;

/** What a new bundle registered before it may serve: its backends get no traffic. */
public final class PendingBackends {
    private final List<Backend> offered = new ArrayList<>();
    private final Set<Long> announced = new HashSet<>();
    private CloisterException refusal;

    PendingBackends() {}

    synchronized void announce(ServiceKey key) {
        announced.add(key.id());
    }

    synchronized void offer(Backend backend) {
        offered.add(backend);
        notifyAll();
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

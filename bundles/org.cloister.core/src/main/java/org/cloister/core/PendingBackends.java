// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cloister.api.CloisterException;
import org.cloister.api.guest.ConfidentialGuestSupport;

/** What a new bundle registered before it may serve: its backends get no traffic. */
public final class PendingBackends {
    private final List<Backend> offered = new ArrayList<>();
    private CloisterException refusal;

    PendingBackends() {}

    void offer(Supplier<Backend> backend) {
        Backend made = null;
        CloisterException failure = null;
        try {
            made = backend.get();
        } catch (CloisterException e) {
            failure = e;
        }
        add(made, failure);
    }

    private synchronized void add(Backend made, CloisterException failure) {
        if (failure != null) {
            refusal = failure;
        } else {
            offered.add(made);
        }
        notifyAll();
    }

    synchronized void withdraw(ConfidentialGuestSupport support) {
        offered.removeIf(backend -> backend.is(support));
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
        return offered.size();
    }
}

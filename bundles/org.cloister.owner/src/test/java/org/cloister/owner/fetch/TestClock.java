// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Limits;

/** Time that passes only where somebody pauses; it remembers the pauses. */
public final class TestClock implements FetchClock {
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now;

    public TestClock(String begin) {
        now = Instant.parse(begin);
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized void pause(Duration span, Limits limits) {
        limits.check();
        pauses.add(span);
        now = now.plus(span);
    }

    public synchronized void set(String instant) {
        now = Instant.parse(instant);
    }

    public synchronized List<Long> pausedSeconds() {
        return pauses.stream().map(Duration::toSeconds).toList();
    }
}

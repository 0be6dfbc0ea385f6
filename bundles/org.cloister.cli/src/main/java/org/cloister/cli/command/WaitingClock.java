// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.cloister.api.Limits;
import org.cloister.cli.session.Streams;
import org.cloister.owner.fetch.FetchClock;

/** Shows on a terminal that a service is waited for, and for how long. */
record WaitingClock(FetchClock clock, Streams streams) implements FetchClock {
    private static final String CLEAR_LINE = "\r\u001b[K";

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public void pause(Duration span, Limits limits) {
        boolean shown = streams.interactive() && span.toSeconds() > 0;
        PrintStream terminal = streams.err();
        if (shown) {
            terminal.print(CLEAR_LINE + "waiting " + span.toSeconds() + " s for the key service");
            terminal.flush();
        }
        try {
            clock.pause(span, limits);
        } finally {
            if (shown) {
                terminal.print(CLEAR_LINE);
                terminal.flush();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import org.cloister.api.launch.LaunchListener;

/** Shows how far a launch is, in one line that is written over; only when it takes longer than a second. */
final class Progress implements LaunchListener, AutoCloseable {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream terminal;
    private final LongSupplier clock;
    private final long begin;
    private boolean shown;

    Progress(PrintStream terminal, LongSupplier clock) {
        this.terminal = terminal;
        this.clock = clock;
        this.begin = clock.getAsLong();
    }

    @Override
    public void begins(String name) {
        show(name);
    }

    @Override
    public void progress(String name, long done, long total) {
        show(name + " " + done + "/" + total);
    }

    private void show(String text) {
        if (clock.getAsLong() - begin > PATIENCE_NANOS) {
            terminal.print(CLEAR_LINE + text);
            terminal.flush();
            shown = true;
        }
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (shown) {
            terminal.print(CLEAR_LINE);
            terminal.flush();
        }
    }
}

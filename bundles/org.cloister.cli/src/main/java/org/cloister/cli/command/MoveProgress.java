// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.cloister.api.launch.LaunchListener;
import org.cloister.cli.session.CommandContext;

/** Shows how much of a guest is sent or received and how fast, in one line that is written over. */
final class MoveProgress implements LaunchListener, AutoCloseable {
    private static final double MEBIBYTE = 1 << 20;
    private static final double SECOND = 1e9;
    private static final long PATIENCE = 1_000_000_000L;
    private static final long PAUSE = 200_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream terminal;
    private final LongSupplier clock;
    private final long begin;
    private long last;
    private boolean shown;

    MoveProgress(PrintStream terminal, LongSupplier clock) {
        this.terminal = terminal;
        this.clock = clock;
        this.begin = clock.getAsLong();
        this.last = begin + PATIENCE - PAUSE;
    }

    /** For a person who watches, or for nobody. */
    static MoveProgress of(CommandContext session) {
        PrintStream terminal = session.streams().interactive()
                ? session.streams().err()
                : new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new MoveProgress(terminal, System::nanoTime);
    }

    @Override
    public void progress(String name, long done, long total) {
        long now = clock.getAsLong();
        if (now - last > PAUSE) {
            last = now;
            shown = true;
            String of = total > done ? String.format(Locale.ROOT, " of %.0f", total / MEBIBYTE) : "";
            terminal.print(CLEAR_LINE
                    + String.format(
                            Locale.ROOT,
                            "%s %.0f%s MiB, %.0f MiB/s",
                            name,
                            done / MEBIBYTE,
                            of,
                            done / MEBIBYTE * SECOND / (now - begin)));
            terminal.flush();
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

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines that a process writes beside its results, for when it ends without one. */
final class LastLines {
    private static final int MOST = 5;
    private static final int LONGEST = 300;

    private final Deque<String> lines = new ArrayDeque<>();

    private LastLines() {}

    /** Reads as long as the process writes, in a thread of its own. */
    static LastLines of(Process process) {
        LastLines last = new LastLines();
        Thread reader = new Thread(() -> last.read(process), "errors of a tested bundle");
        reader.setDaemon(true);
        reader.start();
        return last;
    }

    private void read(Process process) {
        try (BufferedReader reader = process.errorReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(this::add);
        } catch (IOException | UncheckedIOException e) {
            add(String.valueOf(e.getMessage()));
        }
    }

    /** One line more. */
    synchronized void add(String line) {
        lines.add(line.length() <= LONGEST ? line : line.substring(0, LONGEST));
        if (lines.size() > MOST) {
            lines.remove();
        }
    }

    /** In one piece, with a colon before it; empty when nothing was written. */
    synchronized String text() {
        return lines.isEmpty() ? "" : ": " + String.join(" | ", lines);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Conditions that come about in another process. */
final class Awaited {
    private static final long LIMIT = 60_000_000_000L;

    private Awaited() {}

    /** A process has ended. */
    static void gone(int process) {
        until("process " + process + " ended", () -> state(process).matches("|[ZX]"));
    }

    /** A process is in one of some states. */
    static void state(int process, String states) {
        until("process " + process + " is " + states, () -> state(process).matches(states));
    }

    /** A file has a whole line. */
    static String line(Path file) throws IOException {
        until(file + " has a line", () -> text(file).endsWith("\n"));
        return text(file).strip();
    }

    static void until(String what, BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > LIMIT) {
                throw new AssertionError("not within a minute: " + what);
            }
            Thread.onSpinWait();
        }
    }

    private static String state(int process) {
        String stat = text(Path.of("/proc/" + process + "/stat"));
        int name = stat.lastIndexOf(')');
        return name < 0 ? "" : stat.substring(name + 2, name + 3);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes the process that does not answer: which it is, what it does instead, and what helps. */
final class SilentPlatform {
    private static final Pattern PROCESS = Pattern.compile("process (\\d+)");
    private static final Pattern STATE = Pattern.compile("(?m)^State:\\s+(\\S)");
    private static final Path PROCESSES = Path.of("/proc");

    private SilentPlatform() {}

    /**
     * One line for who waited.
     *
     * @param lock in which the platform has written who it is
     * @param waited how long nothing came
     */
    static StartException of(Path lock, String waited) {
        String holder = text(lock).strip();
        Matcher process = PROCESS.matcher(holder);
        String begin = "the platform gave " + waited;
        if (!process.find()) {
            return new StartException(
                    begin + "; try again, or end its process and start another with 'cloister serve'");
        }
        String pid = process.group(1);
        return new StartException(begin + " (" + holder + ", " + doing(pid) + ")");
    }

    private static String doing(String pid) {
        Matcher state = STATE.matcher(text(PROCESSES.resolve(pid).resolve("status")));
        String letter = state.find() ? state.group(1) : "";
        return switch (letter) {
            case "T", "t" -> "which is stopped; let it go on with 'kill -CONT " + pid + "'";
            case "D" -> "which waits for a device or a file system; see 'dmesg'";
            case "Z", "X", "" -> "which has ended; start another with 'cloister serve'";
            default ->
                "which runs; 'jcmd " + pid + " Thread.print' shows what it does; end it with 'kill " + pid
                        + "' and start another with 'cloister serve'";
        };
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The signals that this process's caller had blocked. Java's first thread has them as they were; its other threads
 * block one more, which programs would inherit.
 */
final class SignalMask {
    private static final String LINE = "SigBlk:";

    private SignalMask() {}

    static long ofCaller() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith(LINE))
                    .map(line ->
                            Long.parseUnsignedLong(line.substring(LINE.length()).strip(), 16))
                    .findFirst()
                    .orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }
}

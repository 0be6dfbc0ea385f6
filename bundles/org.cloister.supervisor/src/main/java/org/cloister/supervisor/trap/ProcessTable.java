// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which process a thread belongs to. */
public final class ProcessTable {
    private static final String LINE = "\nTgid:";

    private ProcessTable() {}

    /** The process of a thread; the thread's own number where it has just ended. */
    public static int processOf(int thread) {
        try {
            // The program's name comes first in it, bytes of no character set
            String status = Files.readString(Path.of("/proc/" + thread + "/status"), StandardCharsets.ISO_8859_1);
            int at = status.indexOf(LINE) + LINE.length();
            return Integer.parseInt(
                    status.substring(at, status.indexOf('\n', at)).strip());
        } catch (IOException e) {
            return thread;
        }
    }
}

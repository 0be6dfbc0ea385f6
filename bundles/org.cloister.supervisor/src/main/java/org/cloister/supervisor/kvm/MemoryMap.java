// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What of a process's address space is mapped (proc_pid_maps(5)).
 *
 * @param lines from the lowest address on
 */
record MemoryMap(List<String> lines) {
    static MemoryMap of(int pid) {
        try {
            return new MemoryMap(Files.readAllLines(Path.of("/proc/" + pid + "/maps"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return new MemoryMap(List.of());
        }
    }

    /** Whether all of a range can be read and written. */
    boolean isWritable(long address, long length) {
        long at = address;
        long end = address + length;
        if (Long.compareUnsigned(end, address) <= 0) {
            return false;
        }
        for (String line : lines) {
            int dash = line.indexOf('-');
            int blank = line.indexOf(' ');
            long from = Long.parseUnsignedLong(line.substring(0, dash), 16);
            long to = Long.parseUnsignedLong(line.substring(dash + 1, blank), 16);
            boolean covers = Long.compareUnsigned(from, at) <= 0 && Long.compareUnsigned(at, to) < 0;
            if (covers && !line.startsWith("rw", blank + 1)) {
                return false;
            }
            if (covers) {
                at = to;
            }
            if (Long.compareUnsigned(at, end) >= 0) {
                return true;
            }
        }
        return false;
    }
}

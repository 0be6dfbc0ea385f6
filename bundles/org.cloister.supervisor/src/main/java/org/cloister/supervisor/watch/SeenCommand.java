// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.watch;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.cloister.api.Bytes;

/**
 * A command that was answered. Immutable.
 *
 * @param time when it came in
 * @param process whose it was
 * @param machine the number of the machine; empty for a command of {@code /dev/sev}
 * @param name the command's
 * @param arguments the fields of its struct before it was carried out, by the names of the kernel's header
 * @param errno what the program got; 0 for success
 * @param status the firmware's, unsigned 32 bits; empty where it was not told
 * @param micros how long it took
 * @param digest what the launch was measured to; no bytes where the command has none
 */
public record SeenCommand(
        Instant time,
        int process,
        OptionalInt machine,
        String name,
        Map<String, Object> arguments,
        int errno,
        OptionalInt status,
        long micros,
        Bytes digest) {}

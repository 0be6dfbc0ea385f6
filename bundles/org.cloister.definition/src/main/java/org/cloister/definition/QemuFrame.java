// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a command line of QEMU's says around a guest and its protection, and what decides nothing that is measured.
 * Immutable.
 *
 * @param id of the object that protects the guest
 * @param machine the first word of {@code -machine}, such as {@code q35} or {@code pc-q35-9.1}
 * @param keys other keys of {@code -machine}, which are no settings of a guest
 * @param paused whether the guest waits for its monitor before it runs
 * @param monitor the path of the Unix socket of a monitor, if there is one
 */
public record QemuFrame(String id, String machine, Map<String, String> keys, boolean paused, Optional<String> monitor) {
    /** That of a guest of which nothing of it is said. */
    public static final QemuFrame USUAL = new QemuFrame("sev0", "q35", Map.of(), false, Optional.empty());

    /** Copies the map, keeping its order. */
    public QemuFrame {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(machine, "machine");
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        Objects.requireNonNull(monitor, "monitor");
    }

    /** The same of another machine. */
    public QemuFrame withMachine(String name) {
        return new QemuFrame(id, name, keys, paused, monitor);
    }

    /** The same with another way to wait, and another monitor. */
    public QemuFrame withMonitor(boolean waits, Optional<String> socket) {
        return new QemuFrame(id, machine, keys, waits, socket);
    }
}

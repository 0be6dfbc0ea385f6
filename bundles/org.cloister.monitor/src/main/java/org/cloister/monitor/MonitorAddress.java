// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cloister.api.Problem;
import org.cloister.monitor.codes.MonitorCodes;

/**
 * Where a monitor listens, in QEMU's notation. Immutable.
 *
 * @param path of the Unix socket, as given
 */
public record MonitorAddress(Path path) {
    private static final String SCHEME = "unix:";
    private static final List<String> IMPLIED = List.of("server", "server=on", "nowait", "wait=off");

    /**
     * The address that a text names: {@code unix:PATH}, and after it QEMU's {@code ,server=on,wait=off}, which is how
     * it is anyway.
     *
     * @throws org.cloister.api.CloisterException {@code monitor.address}
     */
    public static MonitorAddress parse(String text) {
        List<String> parts = Arrays.asList(text.split(",", -1));
        String first = parts.get(0);
        if (!first.startsWith(SCHEME) || first.length() == SCHEME.length()) {
            throw refused(text, "unix:PATH");
        }
        for (String option : parts.subList(1, parts.size())) {
            if (!IMPLIED.contains(option)) {
                throw refused(option, "nothing after the path, or server=on and wait=off");
            }
        }
        try {
            return new MonitorAddress(Path.of(first.substring(SCHEME.length())));
        } catch (InvalidPathException e) {
            throw refused(text, "unix:PATH");
        }
    }

    private static RuntimeException refused(String found, String expected) {
        return Problem.input(MonitorCodes.MONITOR_ADDRESS, "a monitor cannot listen there")
                .at("--qmp")
                .found(found)
                .expected(expected)
                .exception();
    }
}

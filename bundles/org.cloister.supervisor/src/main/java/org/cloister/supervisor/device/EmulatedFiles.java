// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.cloister.api.host.DeviceNode;

/** The emulated files by their absolute paths. Filled before programs begin, and not changed any more. */
public final class EmulatedFiles {
    private final Map<String, EmulatedFile> files = new LinkedHashMap<>();
    private final Set<String> lastNames = new HashSet<>();

    /** Adds {@code /dev/sev}. */
    public EmulatedFiles add(SevNode node) {
        return add(DeviceNode.SEV, node);
    }

    /** Adds a file with a text. */
    public EmulatedFiles add(String path, Supplier<String> text) {
        return add(path, new ContentFile(text));
    }

    /** Adds the registers of a processor. */
    public EmulatedFiles add(String path, RegisterNode node) {
        return add(path, (EmulatedFile) node);
    }

    private EmulatedFiles add(String path, EmulatedFile file) {
        files.put(path, file);
        lastNames.add(path.substring(path.lastIndexOf('/') + 1));
        return this;
    }

    /** Whether a path might be one of these, by its end: most are not, which is found out soon. */
    boolean mayHave(String path) {
        return lastNames.contains(path.substring(path.lastIndexOf('/') + 1));
    }

    /** The file of an absolute path without detours. */
    Optional<EmulatedFile> get(String path) {
        return Optional.ofNullable(files.get(path));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import java.util.Map;
import java.util.Objects;

/**
 * How the guest's protection was written by its caller, as far as the guest itself does not know. Immutable.
 *
 * @param id the name of its object under {@code /objects}
 * @param files the names of the files that settings were read from, by setting
 * @param profileImplied whether nobody chose a profile, and QEMU's default decided
 * @since 1.1
 */
public record ObjectWords(String id, Map<String, String> files, boolean profileImplied) {
    /** Those of a guest of which no such word was given. */
    public static final ObjectWords USUAL = new ObjectWords("sev0", Map.of(), false);

    /** Copies the map and checks that all parts are there. */
    public ObjectWords {
        Objects.requireNonNull(id, "id");
        files = Map.copyOf(files);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

import java.util.Locale;

/**
 * A field whose content the specification does not allow, although the structure can be read. Immutable.
 *
 * @param field its name
 * @param offset bytes from the beginning of the outermost structure
 * @param found its content, or the beginning of it
 * @param expected what is allowed
 */
public record Violation(String field, int offset, String found, String expected) {
    /** The violation in one line. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s at offset 0x%x: found %s, expected %s", field, offset, found, expected);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

import java.util.List;

/**
 * What can be shown of a structure: its kind, every field of it, and the structures that lie in it. Immutable.
 *
 * @param kind what it is, in a few words
 * @param fields in the order of their offsets, the reserved ones too
 * @param parts structures within fields, once more and in detail
 */
public record Structure(String kind, List<Field> fields, List<Structure> parts) {
    /** Copies the lists. */
    public Structure {
        fields = List.copyOf(fields);
        parts = List.copyOf(parts);
    }

    /** A structure without parts. */
    public Structure(String kind, List<Field> fields) {
        this(kind, fields, List.of());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;

/** Structures that lie in another one. */
final class Embedded {
    private Embedded() {}

    /** The same structure with all its offsets counted from further ahead. */
    static Structure by(int base, Structure inner) {
        return new Structure(
                inner.kind(),
                inner.fields().stream().map(field -> by(base, field)).toList(),
                inner.parts().stream().map(part -> by(base, part)).toList());
    }

    private static Field by(int base, Field field) {
        return new Field(field.name(), base + field.offset(), field.size(), field.value(), field.meaning());
    }
}

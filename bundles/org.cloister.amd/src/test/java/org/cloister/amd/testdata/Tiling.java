// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;

/** Checks that what is shown of a structure leaves no byte out and shows none twice. */
public final class Tiling {
    private Tiling() {}

    /** The fields follow one another without gaps from an offset on, for so many bytes; each has a name and a value. */
    public static void check(Structure shown, int from, int size) {
        int at = from;
        for (Field field : shown.fields()) {
            assertThat(field.offset()).as(shown.kind() + ": " + field.name()).isEqualTo(at);
            assertThat(field.name()).isNotBlank();
            assertThat(field.value()).as(field.name()).isNotBlank();
            at += field.size();
        }
        assertThat(at).as(shown.kind()).isEqualTo(from + size);
    }

    /** The field with a name; there must be one. */
    public static Field field(Structure shown, String name) {
        return shown.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no field " + name + " in " + shown.fields()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/**
 * A struct as it was encoded, with what has to be in each of its fields.
 *
 * @param struct its name in the kernel's headers
 * @param bits bytes that hold bit fields, which have no offset in C, by offset
 */
record StructSample(String struct, Bytes encoded, Map<String, Bytes> fields, Map<Integer, Bytes> bits) {
    static StructSample of(String struct, Bytes encoded) {
        return new StructSample(struct, encoded, new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    StructSample u8(String field, long value) {
        return number(field, value, 1);
    }

    StructSample u16(String field, long value) {
        return number(field, value, 2);
    }

    StructSample u32(String field, long value) {
        return number(field, value, 4);
    }

    StructSample u64(String field, long value) {
        return number(field, value, 8);
    }

    StructSample bytes(String field, Bytes value) {
        fields.put(field, value);
        return this;
    }

    StructSample bits(int offset, String hex) {
        bits.put(offset, Bytes.ofHex(hex));
        return this;
    }

    /** Each field holds what was put in, nothing lies beside the fields, and no field was forgotten. */
    void check(Layout layout) {
        assertThat(encoded.length()).as("size").isEqualTo(layout.size());
        byte[] rest = encoded.toArray();
        Set<String> named = new HashSet<>();
        for (Slot slot : layout.slots()) {
            if (!bits.containsKey(slot.offset())) {
                assertThat(fields).containsKey(slot.name());
                take(rest, slot.name(), slot.offset(), slot.size(), fields.get(slot.name()));
                named.add(slot.name());
            }
        }
        bits.forEach((offset, value) -> take(rest, "bits at " + offset, offset, value.length(), value));
        assertThat(named).isEqualTo(fields.keySet());
        assertThat(Bytes.of(rest).isZero()).as("beside the fields").isTrue();
    }

    private void take(byte[] rest, String name, int offset, int size, Bytes expected) {
        assertThat(encoded.slice(offset, size)).as(name).isEqualTo(expected);
        Arrays.fill(rest, offset, offset + size, (byte) 0);
    }

    private StructSample number(String field, long value, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return bytes(field, Bytes.of(bytes));
    }
}

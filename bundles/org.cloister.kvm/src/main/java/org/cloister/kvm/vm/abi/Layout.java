// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.abi;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The size and fields of one of the kernel's structs. Immutable. */
public final class Layout {
    private final String name;
    private final int size;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private Layout(String name, int size) {
        this.name = name;
        this.size = size;
    }

    /**
     * A layout from its table.
     *
     * @param rows runs of fields of one size, each: offset, size, names apart by blanks
     */
    static Layout of(String name, int size, Object[]... rows) {
        Layout layout = new Layout(name, size);
        for (Object[] row : rows) {
            layout.addRun((int) row[0], (int) row[1], ((String) row[2]).split(" "));
        }
        return layout;
    }

    private void addRun(int offset, int width, String[] names) {
        for (int i = 0; i < names.length; i++) {
            fields.put(names[i], new Field(names[i], offset + i * width, width));
        }
    }

    /** This layout with another one inside, its fields after a prefix. */
    Layout with(int offset, String prefix, Layout inner) {
        inner.fields
                .values()
                .forEach(field -> addRun(offset + field.offset(), field.size(), new String[] {prefix + field.name()}));
        return this;
    }

    /** The struct's name in the kernel's headers. */
    public String name() {
        return name;
    }

    /** Its size in bytes; without the entries, where a list follows. */
    public int size() {
        return size;
    }

    /** All fields, in the table's order. */
    public Collection<Field> fields() {
        return Collections.unmodifiableCollection(fields.values());
    }

    /**
     * A field by its name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Field field(String field) {
        Field found = fields.get(field);
        if (found == null) {
            throw new IllegalArgumentException("struct " + name + " has no field " + field);
        }
        return found;
    }
}

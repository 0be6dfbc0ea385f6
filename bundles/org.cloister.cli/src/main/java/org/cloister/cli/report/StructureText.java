// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;

/** What is in a file, for people: a line for each field with offset, size, name, value and meaning. */
public final class StructureText {
    private static final String STEP = "  ";
    private static final int MOST = 128;

    private StructureText() {}

    /** A structure and its parts, in lines. Values of more than 64 bytes are shortened; JSON has them whole. */
    public static List<String> of(Structure structure) {
        List<String> lines = new ArrayList<>();
        add(lines, structure, "");
        return lines.stream().map(Printable::of).toList();
    }

    private static void add(List<String> lines, Structure structure, String indent) {
        lines.add(indent + structure.kind());
        Table table = new Table(indent + STEP);
        structure.fields().forEach(field -> table.row(cells(field)));
        lines.addAll(table.lines());
        structure.parts().forEach(part -> add(lines, part, indent + STEP));
    }

    private static String[] cells(Field field) {
        String said = field.meaning().isEmpty() ? "" : "  (" + field.meaning() + ")";
        return new String[] {
            String.format(Locale.ROOT, "0x%03x", field.offset()),
            Integer.toString(field.size()),
            field.name(),
            shortened(field.value()) + said
        };
    }

    private static String shortened(String value) {
        return value.length() <= MOST ? value : value.substring(0, MOST) + "…";
    }
}

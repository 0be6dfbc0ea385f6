// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.testing.DataFolder;

/** Sizes, offsets and constants as a C compiler made them of the kernel's headers, read from a listing. */
record KernelStructs(
        Map<String, Integer> sizes,
        Map<String, Map<String, Field>> fields,
        Map<String, Set<String>> bitFields,
        Map<String, Long> constants) {
    private static final Pattern STRUCT = Pattern.compile("struct (\\w+) .*sizeof=(\\d+) .*");
    private static final Pattern FIELD =
            Pattern.compile("\\s+\\+0x[0-9a-f]+ \\(\\s*(\\d+)\\) size\\s+(\\d+)\\s+(\\w+)");
    private static final Pattern BITS = Pattern.compile("\\s+bitfield\\s+(\\w+):\\d+");
    private static final Pattern PADDING = Pattern.compile("(pad|padding|rsvd|reserved)\\d*");
    private static final Pattern CONSTANT = Pattern.compile("\\s+(\\w+)\\s+= (\\d+) \\(0x[0-9A-F]+\\)");

    /** Where a field lies. */
    record Field(int offset, int size) {}

    static KernelStructs read() {
        Path listing = DataFolder.path("../spec/uapi-offsets.txt");
        KernelStructs structs = new KernelStructs(
                new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        try {
            String current = "";
            for (String line : Files.readAllLines(listing)) {
                current = structs.add(line, current);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return structs;
    }

    /** The fields of a struct that carry something; bit fields, which have no offset in C, are not among them. */
    Map<String, Field> meaningful(String struct) {
        Map<String, Field> meaningful = new LinkedHashMap<>(fields.get(struct));
        meaningful.keySet().removeIf(name -> PADDING.matcher(name).matches());
        return meaningful;
    }

    private String add(String line, String current) {
        Matcher struct = STRUCT.matcher(line);
        if (struct.matches()) {
            sizes.put(struct.group(1), Integer.parseInt(struct.group(2)));
            fields.put(struct.group(1), new LinkedHashMap<>());
            bitFields.put(struct.group(1), new HashSet<>());
            return struct.group(1);
        }
        Matcher field = FIELD.matcher(line);
        if (field.matches()) {
            Field place = new Field(Integer.parseInt(field.group(1)), Integer.parseInt(field.group(2)));
            fields.get(current).put(field.group(3), place);
        }
        Matcher bits = BITS.matcher(line);
        if (bits.matches()) {
            bitFields.get(current).add(bits.group(1));
        }
        Matcher constant = CONSTANT.matcher(line);
        if (constant.matches()) {
            constants.put(constant.group(1), Long.parseLong(constant.group(2)));
        }
        return current;
    }
}

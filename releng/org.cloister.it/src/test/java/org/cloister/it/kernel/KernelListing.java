// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.kernel;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.testing.DataFolder;

/**
 * Structs and numbers as a C compiler made them of the kernel's headers on another machine, read from a listing.
 *
 * @param structs by their names
 * @param numbers by the names of their macros
 */
record KernelListing(Map<String, Struct> structs, Map<String, Long> numbers) {
    private static final Pattern STRUCT = Pattern.compile("struct (\\w+) .*sizeof=(\\d+) .*");
    private static final Pattern FIELD = Pattern.compile(" +\\+0x[0-9a-f]+ \\( *(\\d+)\\) size +(\\d+) +(\\w+)");
    private static final Pattern BITS = Pattern.compile(" +bitfield +(\\w+):\\d+");
    private static final Pattern NUMBER = Pattern.compile(" +(\\w+) += (\\d+) \\(0x[0-9A-F]+\\)");
    private static final Pattern PADDING = Pattern.compile("(pad|padding|rsvd|reserved)\\d*");

    /** Where a field lies. */
    record Field(int offset, int size) {
        int end() {
            return offset + size;
        }

        boolean covers(Field other) {
            return offset <= other.offset && end() >= other.end();
        }
    }

    /**
     * A struct: its outermost fields.
     *
     * @param bits names of bit fields, which have no offset in C
     */
    record Struct(int size, Map<String, Field> fields, Set<String> bits) {
        /** The fields that carry something, without the other names of what lies in one of them. */
        Map<String, Field> meaningful() {
            Map<String, Field> meaningful = new LinkedHashMap<>(fields);
            meaningful.keySet().removeIf(name -> PADDING.matcher(name).matches());
            meaningful
                    .values()
                    .removeIf(part -> fields.values().stream()
                            .anyMatch(whole -> whole.size() > part.size() && whole.covers(part)));
            return meaningful;
        }
    }

    static KernelListing read() {
        KernelListing listing = new KernelListing(new LinkedHashMap<>(), new LinkedHashMap<>());
        Struct current = null;
        for (String line : DataFolder.lines("../spec/uapi-offsets.txt")) {
            Matcher struct = STRUCT.matcher(line);
            if (struct.matches()) {
                current = new Struct(Integer.parseInt(struct.group(2)), new LinkedHashMap<>(), new HashSet<>());
                listing.structs.put(struct.group(1), current);
            } else {
                listing.add(line, current);
            }
        }
        return listing;
    }

    private void add(String line, Struct current) {
        Matcher field = FIELD.matcher(line);
        Matcher bits = BITS.matcher(line);
        Matcher number = NUMBER.matcher(line);
        if (field.matches()) {
            Field place = new Field(Integer.parseInt(field.group(1)), Integer.parseInt(field.group(2)));
            current.fields.put(field.group(3), place);
        } else if (bits.matches()) {
            current.bits.add(bits.group(1));
        } else if (number.matches()) {
            numbers.put(number.group(1), Long.valueOf(number.group(2)));
        }
    }
}

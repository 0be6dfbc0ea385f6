package org.cloister.amd.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.amd.testing.TestData;

/** Sizes and offsets as a C compiler made them of the kernel's headers, read from a listing. */
record KernelStructs(Map<String, Integer> sizes, Map<String, Field> fields) {
    private static final Pattern STRUCT = Pattern.compile("struct (\\w+) .*sizeof=(\\d+) .*");
    private static final Pattern FIELD =
            Pattern.compile("\\s+\\+0x[0-9a-f]+ \\(\\s*(\\d+)\\) size\\s+(\\d+)\\s+(\\w+)");

    /** Where a field lies. */
    record Field(int offset, int size) {}

    static KernelStructs read() {
        Path listing = TestData.file("../spec/uapi-offsets.txt");
        KernelStructs structs = new KernelStructs(new LinkedHashMap<>(), new LinkedHashMap<>());
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

    int size(String struct) {
        return sizes.get(struct);
    }

    Field field(String struct, String name) {
        return fields.get(struct + "." + name);
    }

    private String add(String line, String current) {
        Matcher struct = STRUCT.matcher(line);
        if (struct.matches()) {
            sizes.put(struct.group(1), Integer.parseInt(struct.group(2)));
            return struct.group(1);
        }
        Matcher field = FIELD.matcher(line);
        if (field.matches()) {
            Field place = new Field(Integer.parseInt(field.group(1)), Integer.parseInt(field.group(2)));
            fields.put(current + "." + field.group(3), place);
        }
        return current;
    }
}

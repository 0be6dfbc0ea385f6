// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.arrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The table of ARCHITECTURE.md that says which bundle uses which, and in which storey of its bundle each package is.
 *
 * @param uses by bundle the bundles that it may use
 * @param bundles by package the bundle
 * @param storeys by package its storey; the lowest has number 0
 */
record Storeys(Map<String, Set<String>> uses, Map<String, String> bundles, Map<String, Integer> storeys) {
    private static final Pattern ROW = Pattern.compile("\\| `(org\\.cloister\\.[a-z.]+)` \\| ([^|]*) \\| ([^|]*) \\|");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9.]*)`");
    private static final String HEAD = "| bundle | may use | packages, from the lowest storey |";

    static Storeys read() throws IOException {
        Storeys read = new Storeys(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        List<String> lines = Files.readAllLines(Path.of("..", "..", "ARCHITECTURE.md"));
        for (String line : lines.subList(lines.indexOf(HEAD) + 2, lines.size())) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                break;
            }
            read.add(row.group(1), row.group(2), row.group(3));
        }
        return read;
    }

    private void add(String bundle, String used, String packages) {
        uses.put(
                bundle,
                names(used).stream()
                        .map(name -> "org.cloister." + name)
                        .collect(Collectors.toCollection(TreeSet::new)));
        List<String> parts = Arrays.asList(packages.split("→"));
        for (int storey = 0; storey < parts.size(); storey++) {
            for (String name : names(parts.get(storey))) {
                String full = name.startsWith("org.cloister.") ? name : bundle + "." + name;
                bundles.put(full, bundle);
                storeys.put(full, storey);
            }
        }
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(name -> name.group(1)).toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.api;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Version;

/**
 * What a bundle exports: for each package its version and a line for each thing that others can use.
 *
 * @param packages by name
 */
record Exported(SortedMap<String, Contents> packages) {
    private static final String PACKAGE = "package ";
    private static final String INDENT = "  ";

    /** A package. */
    record Contents(Version version, SortedSet<String> lines) {}

    /** As it is written to a file. */
    List<String> text() {
        List<String> text = new ArrayList<>();
        packages.forEach((name, contents) -> {
            text.add(PACKAGE + name + " " + contents.version());
            contents.lines().forEach(line -> text.add(INDENT + line));
        });
        return text;
    }

    static Exported read(List<String> text) {
        SortedMap<String, Contents> packages = new TreeMap<>();
        SortedSet<String> lines = new TreeSet<>();
        for (String line : text) {
            if (line.startsWith(PACKAGE)) {
                String[] parts = line.split(" ");
                lines = new TreeSet<>();
                packages.put(parts[1], new Contents(Version.parseVersion(parts[2]), lines));
            } else {
                lines.add(line.strip());
            }
        }
        return new Exported(packages);
    }
}

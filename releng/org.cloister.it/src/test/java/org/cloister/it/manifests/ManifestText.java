// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.manifests;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** A manifest as people read and write it: a line for each clause, none longer than jars allow, always in one order. */
final class ManifestText {
    /** How long a line may be (JAR File Specification). */
    private static final int WIDTH = 72;

    private static final List<String> FIRST = List.of(
            "Manifest-Version",
            "Bundle-ManifestVersion",
            "Bundle-SymbolicName",
            "Bundle-Version",
            "Bundle-Name",
            "Bundle-Description",
            "Bundle-Vendor",
            "Bundle-Copyright",
            "Bundle-License",
            "Bundle-RequiredExecutionEnvironment",
            "Bundle-ActivationPolicy",
            "Automatic-Module-Name");

    private final Map<String, String> headers = new TreeMap<>();

    static ManifestText read(Path file) throws IOException {
        ManifestText text = new ManifestText();
        try (InputStream in = Files.newInputStream(file)) {
            Attributes read = new Manifest(in).getMainAttributes();
            read.forEach((name, value) -> text.headers.put(name.toString(), value.toString()));
        }
        return text;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    void set(String name, Parameters clauses) {
        if (clauses.isEmpty()) {
            headers.remove(name);
        } else {
            headers.put(name, String.join(",", clauses(clauses)));
        }
    }

    void set(String name, String value) {
        headers.put(name, value);
    }

    String print() {
        List<String> names = new ArrayList<>(headers.keySet());
        names.removeAll(FIRST);
        names.removeAll(BndManifest.HEADERS);
        List<String> order = new ArrayList<>(FIRST);
        order.addAll(names);
        order.addAll(BndManifest.HEADERS);
        return order.stream()
                .filter(headers::containsKey)
                .map(this::printed)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String printed(String name) {
        if (!BndManifest.HEADERS.contains(name)) {
            return folded(name + ": " + headers.get(name));
        }
        List<String> lines = new ArrayList<>();
        for (String clause : clauses(new Parameters(headers.get(name)))) {
            lines.add(folded((lines.isEmpty() ? name + ": " : " ") + clause));
        }
        return String.join(",\n", lines);
    }

    /** The clauses of a header in the order of their names, each with its attributes before its directives. */
    private static List<String> clauses(Parameters parameters) {
        List<String> clauses = new ArrayList<>();
        parameters.keySet().stream().sorted().forEach(name -> {
            Parameters one = new Parameters();
            one.put(name.replace("~", ""), sorted(parameters.get(name)));
            clauses.add(one.toString());
        });
        return clauses;
    }

    private static Attrs sorted(Attrs attributes) {
        Attrs sorted = new Attrs();
        attributes.keySet().stream()
                .sorted(Comparator.comparing((String key) -> key.endsWith(":")).thenComparing(key -> key))
                .forEach(key -> sorted.put(key, attributes.getType(key), once(key, attributes.get(key))));
        return sorted;
    }

    /** A capability of several types of one package uses it once. */
    private static String once(String key, String value) {
        return key.equals("uses:") ? String.join(",", new LinkedHashSet<>(List.of(value.split(",")))) : value;
    }

    /** Goes on in the next line, after a sign that ends a part where there is one. */
    private static String folded(String line) {
        StringBuilder folded = new StringBuilder();
        String rest = line;
        // A clause is followed by a comma
        while (rest.length() >= WIDTH) {
            int end = Math.max(rest.lastIndexOf(';', WIDTH - 2), rest.lastIndexOf(',', WIDTH - 2)) + 1;
            end = Math.max(end, rest.lastIndexOf(' ', WIDTH - 2));
            if (end < WIDTH / 4) {
                end = WIDTH - 1;
            }
            folded.append(rest, 0, end).append('\n');
            rest = " " + rest.substring(end);
        }
        return folded.append(rest).toString();
    }
}

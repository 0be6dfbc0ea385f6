// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.arrows;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class that names another one, as the JDK's own jdeps reads it from the compiled classes.
 *
 * @param from the one that names, by its full name
 * @param to the one that is named
 */
record Arrow(String from, String to) {
    private static final Pattern LINE = Pattern.compile("(?m)^ +(org\\.cloister\\S+) +-> (org\\.cloister\\S+) .*$");

    /** Between all classes below some folders. */
    static List<Arrow> among(List<Path> folders) {
        StringWriter out = new StringWriter();
        String[] arguments = Stream.concat(
                        Stream.of("-filter:none", "-verbose:class"),
                        folders.stream().map(Path::toString))
                .toArray(String[]::new);
        PrintWriter writer = new PrintWriter(out);
        ToolProvider.findFirst("jdeps").orElseThrow().run(writer, writer, arguments);
        return LINE.matcher(out.toString()).results().map(Arrow::of).toList();
    }

    private static Arrow of(MatchResult line) {
        return new Arrow(line.group(1), line.group(2));
    }

    /** The folders of the bundles' compiled classes. */
    static List<Path> bundles() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("..", "..", "bundles"))) {
            return all.map(bundle -> bundle.resolve("target").resolve("classes"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    /** The package of a class. */
    static String packageOf(String type) {
        return type.substring(0, type.lastIndexOf('.'));
    }
}

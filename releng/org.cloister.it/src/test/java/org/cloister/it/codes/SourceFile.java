// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.codes;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A source of a shipped bundle.
 *
 * @param name of its class
 * @param text all of it
 */
record SourceFile(String name, String text) {
    private static final Path BUNDLES = Path.of("..", "..", "bundles");
    private static final PathMatcher MAIN = FileSystems.getDefault().getPathMatcher("glob:**/src/main/java/**.java");
    /** A comment, or a literal, in which a comment does not begin. */
    private static final Pattern COMMENT =
            Pattern.compile("(?s)(\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+')|/\\*.*?\\*/|//[^\n]*");

    /** All of them. */
    static List<SourceFile> all() throws IOException {
        List<SourceFile> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(BUNDLES)) {
            for (Path file : files.filter(MAIN::matches).toList()) {
                all.add(new SourceFile(file.getFileName().toString().replace(".java", ""), Files.readString(file)));
            }
        }
        return all;
    }

    /** Whether it declares codes. */
    boolean isTable() {
        return name.endsWith("Codes");
    }

    /** What of it is code. */
    String withoutComments() {
        return COMMENT.matcher(text).replaceAll("$1");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The comments of an enum's constants, read from its source: what a table in a document says of them. */
public final class ConstantComments {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern CONSTANT = Pattern.compile("/\\*\\*\\s*([^/]*?)\\s*\\*/\\s+([A-Z][A-Z0-9_]*)[(,;]");

    private ConstantComments() {}

    /** Comments by the constant's name, each a line; of the bundle whose tests run. */
    public static Map<String, String> of(Class<? extends Enum<?>> type) throws IOException {
        String source = Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
        Map<String, String> comments = new LinkedHashMap<>();
        Matcher constant = CONSTANT.matcher(source);
        while (constant.find()) {
            String comment = constant.group(1).replaceAll("\\s*\n\\s*\\*\\s*", " ");
            comments.put(constant.group(2), comment.replaceAll("\\{@code ([^}]*)}", "`$1`"));
        }
        return comments;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.library;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The pom of a part. What it depends on follows from the packages that its manifest imports. */
final class PomText {
    private static final Set<String> OF_JAVA = ModuleFinder.ofSystem().findAll().stream()
            .flatMap(module -> module.descriptor().packages().stream())
            .collect(Collectors.toUnmodifiableSet());

    private static final String POM = """
            <?xml version="1.0" encoding="UTF-8"?>
            <project xmlns="http://maven.apache.org/POM/4.0.0">
                <modelVersion>4.0.0</modelVersion>
                <groupId>%s</groupId>
                <artifactId>%s</artifactId>
                <version>%s</version>
                <name>%s</name>
            %s    <dependencies>
            %s    </dependencies>
            </project>
            """;

    /** Of everything that is ours. */
    static final String LICENCE = """
                <licenses>
                    <license>
                        <name>Apache-2.0</name>
                        <url>https://www.apache.org/licenses/LICENSE-2.0</url>
                    </license>
                </licenses>
            """;

    // What a library of others brings along are annotations that nobody reads when it runs
    private static final String DEPENDENCY = """
                    <dependency>
                        <groupId>%s</groupId>
                        <artifactId>%s</artifactId>
                        <version>%s</version>
            %s        </dependency>
            """;

    private static final String ALONE = """
                        <exclusions>
                            <exclusion>
                                <groupId>*</groupId>
                                <artifactId>*</artifactId>
                            </exclusion>
                        </exclusions>
            """;

    private PomText() {}

    /**
     * A pom.
     *
     * @param all what it may depend on
     */
    static String of(LibraryPart part, List<LibraryPart> all) throws IOException {
        Set<String> wanted = new TreeSet<>(part.imports());
        wanted.removeAll(part.exports());
        wanted.removeAll(OF_JAVA);
        StringBuilder dependencies = new StringBuilder();
        for (LibraryPart other : all) {
            if (other != part && wanted.removeAll(other.exports())) {
                dependencies.append(DEPENDENCY.formatted(
                        other.group(), other.artifact(), other.version(), other.ours() ? "" : ALONE));
            }
        }
        if (!wanted.isEmpty()) {
            throw new IOException(part.artifact() + " imports what is not among the dependencies of this module: "
                    + String.join(", ", wanted));
        }
        return POM.formatted(part.group(), part.artifact(), part.version(), part.title(), LICENCE, dependencies);
    }
}

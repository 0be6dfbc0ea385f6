// SPDX-License-Identifier: Apache-2.0
package org.cloister.library;

import java.util.List;
import java.util.stream.Collectors;

/** The pom that lists the versions of all parts, so that a build names one version, once. */
final class BomText {
    private static final String GROUP = "org.cloister";
    private static final String ARTIFACT = "cloister-bom";

    private static final String POM = """
            <?xml version="1.0" encoding="UTF-8"?>
            <project xmlns="http://maven.apache.org/POM/4.0.0">
                <modelVersion>4.0.0</modelVersion>
                <groupId>%s</groupId>
                <artifactId>%s</artifactId>
                <version>%s</version>
                <packaging>pom</packaging>
                <name>Cloister versions</name>
            %s    <dependencyManagement>
                    <dependencies>
            %s        </dependencies>
                </dependencyManagement>
            </project>
            """;

    private static final String MANAGED = """
                        <dependency>
                            <groupId>%s</groupId>
                            <artifactId>%s</artifactId>
                            <version>%s</version>
                        </dependency>
            """;

    private BomText() {}

    static String folder(String version) {
        return GROUP.replace('.', '/') + "/" + ARTIFACT + "/" + version;
    }

    static String fileName(String version) {
        return ARTIFACT + "-" + version + ".pom";
    }

    static String of(List<LibraryPart> ours) {
        String managed = ours.stream()
                .map(part -> MANAGED.formatted(part.group(), part.artifact(), part.version()))
                .collect(Collectors.joining());
        return POM.formatted(GROUP, ARTIFACT, ours.get(0).version(), PomText.LICENCE, managed);
    }
}

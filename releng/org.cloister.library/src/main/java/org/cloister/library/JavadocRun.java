// SPDX-License-Identifier: Apache-2.0
package org.cloister.library;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;

/** Javadoc of the packages that one part exports. A reference that leads nowhere ends the build. */
final class JavadocRun {
    private JavadocRun() {}

    /** Writes it into a folder. */
    static void of(Path sources, Set<String> packages, Path folder, String title) throws IOException {
        ToolProvider javadoc = ToolProvider.findFirst("javadoc")
                .orElseThrow(() -> new IOException("this Java has no javadoc; build with a JDK"));
        List<String> arguments = new ArrayList<>(List.of(
                "-quiet",
                "-notimestamp",
                "-Xdoclint:all,-missing",
                "-locale",
                "en_US",
                "-encoding",
                "UTF-8",
                "--release",
                "17",
                "-windowtitle",
                title,
                "-doctitle",
                title,
                "-classpath",
                System.getProperty("java.class.path"),
                "-sourcepath",
                sources.toString(),
                "-d",
                folder.toString()));
        arguments.addAll(packages);
        int code = javadoc.run(System.out, System.err, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IOException("no Javadoc was made of " + sources);
        }
    }
}

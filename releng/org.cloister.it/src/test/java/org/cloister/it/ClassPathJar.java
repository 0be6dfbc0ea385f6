// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;

/** Jars that the class path of the tests names, for tests that do something else with them than to load classes. */
final class ClassPathJar {
    private ClassPathJar() {}

    /** The jar of an artifact, by its name without the version. */
    static Path of(String artifact) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().matches(artifact.replace(".", "\\.") + "-\\d.*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(artifact + " is not on the class path"));
    }
}

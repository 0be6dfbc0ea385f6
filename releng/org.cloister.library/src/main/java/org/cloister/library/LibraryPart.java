// SPDX-License-Identifier: Apache-2.0
package org.cloister.library;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * A jar with its coordinates, and what its manifest says of packages.
 *
 * @param title what it is called, for people
 * @param imports packages that it cannot do without
 */
record LibraryPart(
        Path file,
        String group,
        String artifact,
        String version,
        String title,
        Set<String> imports,
        Set<String> exports) {
    private static final String OUR_GROUP = "org.cloister";
    // Commas of versions and of "uses" stand between quotation marks
    private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    /**
     * Reads a jar.
     *
     * @param version of what is ours
     * @param local the local repository, where the place of others' jars says their coordinates
     */
    static LibraryPart read(Path file, String version, Path local) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Attributes headers = jar.getManifest().getMainAttributes();
            String name = headers.getValue("Bundle-SymbolicName").split(";")[0].strip();
            Set<String> imports = packages(headers.getValue("Import-Package"));
            Set<String> exports = packages(headers.getValue("Export-Package"));
            String title = headers.getValue("Bundle-Name");
            if (name.startsWith(OUR_GROUP + ".")) {
                return new LibraryPart(file, OUR_GROUP, name, version, title, imports, exports);
            }
            // GROUP/ARTIFACT/VERSION/FILE, where the group has as many folders as its name has parts
            Path place = local.toRealPath().relativize(file.toRealPath()).getParent();
            int parts = place.getNameCount();
            return new LibraryPart(
                    file,
                    place.subpath(0, parts - 2).toString().replace(File.separatorChar, '.'),
                    place.getName(parts - 2).toString(),
                    place.getName(parts - 1).toString(),
                    title,
                    imports,
                    exports);
        }
    }

    private static Set<String> packages(String header) {
        Set<String> packages = new TreeSet<>();
        for (String clause : COMMA.split(header == null ? "" : header)) {
            if (!clause.isBlank() && !clause.contains("resolution:=optional")) {
                packages.add(clause.split(";")[0].strip());
            }
        }
        return packages;
    }

    boolean ours() {
        return group.equals(OUR_GROUP);
    }

    /** Its place in a repository. */
    String folder() {
        return group.replace('.', '/') + "/" + artifact + "/" + version;
    }

    String fileName(String end) {
        return artifact + "-" + version + end;
    }
}

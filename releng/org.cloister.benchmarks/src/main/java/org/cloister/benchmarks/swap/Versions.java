// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.swap;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;

/** Makes another version of a bundle: the same classes under another version number. */
public final class Versions {
    private Versions() {}

    /** Writes a copy of a bundle with another version. */
    public static Path copy(Path bundle, String version, Path target) throws IOException {
        try (JarFile jar = new JarFile(bundle.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
            try (OutputStream file = Files.newOutputStream(target);
                    JarOutputStream copy = new JarOutputStream(file, manifest)) {
                copyEntries(jar, copy);
            }
        }
        return target;
    }

    private static void copyEntries(JarFile jar, JarOutputStream copy) throws IOException {
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                copy.putNextEntry(new ZipEntry(entry.getName()));
                jar.getInputStream(entry).transferTo(copy);
                copy.closeEntry();
            }
        }
    }
}

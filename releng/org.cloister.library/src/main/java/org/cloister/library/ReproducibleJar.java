// SPDX-License-Identifier: Apache-2.0
package org.cloister.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes folders as jars: entries in the order of their names, all of one time.
 *
 * @param legal licence and notice, which go into each, as into bundles
 */
public record ReproducibleJar(Instant time, List<Path> legal) {
    private static final String MANIFEST = "Manifest-Version: 1.0\r\n\r\n";

    void write(Path folder, Path jar) throws IOException {
        write(folder, "", jar, MANIFEST);
    }

    /**
     * Writes a jar.
     *
     * @param place of the folder in it, with a slash at its end
     * @param manifest whole
     */
    public void write(Path folder, String place, Path jar, String manifest) throws IOException {
        SortedMap<String, Path> entries = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> entries.put(place + folder.relativize(file), file));
        }
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            // Where readers of jars look for it
            add(out, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.US_ASCII));
            for (Path file : legal) {
                add(out, "META-INF/" + file.getFileName(), Files.readAllBytes(file));
            }
            for (SortedMap.Entry<String, Path> entry : entries.entrySet()) {
                add(out, entry.getKey(), Files.readAllBytes(entry.getValue()));
            }
        }
    }

    private void add(ZipOutputStream out, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        // Without a zone: that of the build would show in it
        entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}

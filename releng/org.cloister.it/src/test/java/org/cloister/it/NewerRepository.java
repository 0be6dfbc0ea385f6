// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;

/** A later build of the same: the repository with a newer qualifier in every version of ours. */
final class NewerRepository {
    /** Qualifiers are times to the minute; this one is later than any. */
    private static final String NEWER = "0.1.0.999912312359";

    private static final Pattern OURS = Pattern.compile("0\\.1\\.0\\.20\\d{10}");

    private NewerRepository() {}

    static Path of(Path repository, Path folder) throws IOException {
        for (String list : List.of("content", "artifacts")) {
            try (JarFile jar = new JarFile(repository.resolve(list + ".jar").toFile());
                    InputStream in = jar.getInputStream(jar.getEntry(list + ".xml"))) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                // The files are others than those that the sizes and checksums are of
                Files.writeString(
                        Files.createDirectories(folder).resolve(list + ".xml"),
                        newer(text).replaceAll("<property name='(download\\.|artifact\\.size)[^>]*/>", ""));
            }
        }
        for (String kind : List.of("features", "plugins")) {
            Files.createDirectories(folder.resolve(kind));
            try (Stream<Path> files = Files.list(repository.resolve(kind))) {
                for (Path file : files.toList()) {
                    Path copy = folder.resolve(kind)
                            .resolve(newer(file.getFileName().toString()));
                    if (copy.getFileName().equals(file.getFileName())) {
                        Files.copy(file, copy);
                    } else {
                        Files.write(copy, rewritten(file));
                    }
                }
            }
        }
        return folder;
    }

    private static byte[] rewritten(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream in = new JarInputStream(Files.newInputStream(file))) {
            Manifest manifest = new Manifest(in.getManifest());
            manifest.getMainAttributes().replace(new java.util.jar.Attributes.Name(Constants.BUNDLE_VERSION), NEWER);
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    byte[] content = in.readAllBytes();
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    out.write(
                            entry.getName().equals("feature.xml")
                                    ? newer(new String(content, StandardCharsets.UTF_8))
                                            .getBytes(StandardCharsets.UTF_8)
                                    : content);
                    out.closeEntry();
                }
            }
        }
        return bytes.toByteArray();
    }

    static boolean isNewer(String line) {
        return line.contains(NEWER);
    }

    private static String newer(String text) {
        return OURS.matcher(text).replaceAll(NEWER);
    }
}

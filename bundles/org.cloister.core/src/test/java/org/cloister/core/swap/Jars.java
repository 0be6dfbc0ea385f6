// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Bundles that consist of a manifest and texts, and what people do to them afterwards. */
final class Jars {
    static final String TEXT = "some/text.txt";
    static final String OTHER = "some/other.txt";

    private Jars() {}

    /** A bundle that says it brings a guest type. */
    static Path good(Path jar) throws IOException {
        return bundle(jar, Map.of("Provide-Capability", "org.cloister.guest.type;org.cloister.guest.type=mine"));
    }

    static Path bundle(Path jar, Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "com.example.mine");
        main.putValue("Bundle-Version", "1.2.3");
        headers.forEach(main::putValue);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String name : new String[] {TEXT, OTHER}) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    /** Another jar with the entries of one, changed. */
    static Path changed(Path jar, Path target, Consumer<Map<String, byte[]>> change) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        change.accept(entries);
        return zip(target, entries);
    }

    static Path zip(Path target, Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return target;
    }

    /** Adds a header as an editor would. */
    static void header(Map<String, byte[]> entries, String line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String old = new String(entries.get(JarFile.MANIFEST_NAME), StandardCharsets.UTF_8);
        bytes.writeBytes(old.replaceFirst("\r\n", "\r\n" + line + "\r\n").getBytes(StandardCharsets.UTF_8));
        entries.put(JarFile.MANIFEST_NAME, bytes.toByteArray());
    }
}

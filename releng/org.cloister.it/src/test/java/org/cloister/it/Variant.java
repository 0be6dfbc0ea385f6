// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.cloister.it.vendor.Delegating;
import org.osgi.framework.Constants;

/**
 * Another bundle made of the shipped SEV-SNP backend, or of any: of another version, with another implementation, with
 * other imports.
 */
final class Variant {
    private static final String COMPONENT = "OSGI-INF/org.cloister.snp.SnpGuestSupport.xml";

    private final Map<String, byte[]> changed = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Path original;
    private final String version;
    private String imports = "";

    private Variant(Path original, String version) {
        this.original = original;
        this.version = version;
    }

    static Variant of(String version) {
        return of(Installed.jar("org.cloister.snp"), version);
    }

    /** One of another bundle. */
    static Variant of(Path original, String version) {
        return new Variant(original, version);
    }

    /** With a class of the test's that takes the place of the shipped one. */
    Variant with(Class<? extends Delegating> support) throws IOException {
        for (Class<?> part = support; part != Object.class; part = part.getSuperclass()) {
            changed.put(entry(part), bytes(part));
        }
        changed.put(COMPONENT, component(support).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** With one more import. */
    Variant importing(String clause) {
        imports = "," + clause;
        return this;
    }

    /** With another header, or without one where the value is empty. */
    Variant header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Saying that it brings another guest type. */
    Variant declaring(String type) {
        return header(Constants.PROVIDE_CAPABILITY, "org.cloister.guest.type;org.cloister.guest.type=" + type);
    }

    /** An entry of the shipped backend. */
    static byte[] shipped(String name) throws IOException {
        try (JarFile shipped = new JarFile(Installed.jar("org.cloister.snp").toFile());
                InputStream in = shipped.getInputStream(shipped.getEntry(name))) {
            return in.readAllBytes();
        }
    }

    /** With another entry, or another content of one. */
    Variant entry(String name, byte[] content) {
        changed.put(name, content);
        return this;
    }

    private static String entry(Class<?> part) {
        return part.getName().replace('.', '/') + ".class";
    }

    private static byte[] bytes(Class<?> part) throws IOException {
        try (InputStream in = part.getResourceAsStream("/" + entry(part))) {
            return in.readAllBytes();
        }
    }

    private static String component(Class<?> support) {
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s">
              <service><provide interface="org.cloister.api.guest.ConfidentialGuestSupport"/></service>
              <implementation class="%1$s"/>
            </scr:component>
            """.formatted(support.getName());
    }

    /** Writes the bundle. */
    Path into(Path target) throws IOException {
        try (JarFile shipped = new JarFile(original.toFile())) {
            Files.write(target, packed(shipped));
        }
        return target;
    }

    private byte[] packed(JarFile shipped) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Manifest manifest = new Manifest(shipped.getManifest());
        Attributes main = manifest.getMainAttributes();
        main.putValue(Constants.BUNDLE_VERSION, version);
        main.putValue(Constants.IMPORT_PACKAGE, main.getValue(Constants.IMPORT_PACKAGE) + imports);
        headers.forEach((name, value) -> {
            if (value.isEmpty()) {
                main.remove(new Attributes.Name(name));
            } else {
                main.putValue(name, value);
            }
        });
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            copy(shipped, jar);
            for (Map.Entry<String, byte[]> entry : changed.entrySet()) {
                write(jar, entry.getKey(), entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private void copy(JarFile shipped, JarOutputStream jar) throws IOException {
        for (Enumeration<JarEntry> entries = shipped.entries(); entries.hasMoreElements(); ) {
            JarEntry entry = entries.nextElement();
            boolean kept = !entry.isDirectory()
                    && !entry.getName().equals(JarFile.MANIFEST_NAME)
                    && !changed.containsKey(entry.getName());
            if (kept) {
                write(jar, entry.getName(), shipped.getInputStream(entry).readAllBytes());
            }
        }
    }

    private static void write(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}

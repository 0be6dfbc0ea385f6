// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.CodeSigner;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * Reads a jar to its end, as that is the only way to know that it is whole and as it was signed. Nothing of it runs.
 */
final class JarLook {
    private static final int MAX_MANIFEST = 1 << 20;
    /** Far above any backend; a few megabytes can unpack to a thousand times as much. */
    private static final long MAX_UNPACKED = 1 << 30;

    private static final int PIECE = 1 << 16;

    private final Attributes headers;
    private final Map<String, List<CodeSigner>> signed;

    private JarLook(Attributes headers, Map<String, List<CodeSigner>> signed) {
        this.headers = headers;
        this.signed = signed;
    }

    /**
     * Looks at a jar.
     *
     * @throws IOException in words for people, when it is not a jar or not whole
     * @throws SecurityException when it is not as it was signed
     */
    static JarLook at(JarFile jar) throws IOException {
        List<JarEntry> entries = Collections.list(jar.entries());
        requireOneOfEach(entries);
        Map<String, List<CodeSigner>> signed = signed(jar, entries);
        Optional<String> fault = new JarSignatures(jar, signed).fault();
        if (fault.isPresent()) {
            throw new SecurityException(fault.get());
        }
        return new JarLook(headers(jar), signed);
    }

    /** Nothing defines which of two entries of one name counts. */
    private static void requireOneOfEach(List<JarEntry> entries) throws IOException {
        Set<String> names = new HashSet<>();
        for (JarEntry entry : entries) {
            String upper = entry.getName().toUpperCase(Locale.ROOT);
            // What lies there is looked for whatever its case
            if (!names.add(upper.startsWith("META-INF/") ? upper : entry.getName())) {
                throw new IOException("two entries named " + entry.getName());
            }
        }
    }

    private static Map<String, List<CodeSigner>> signed(JarFile jar, List<JarEntry> entries) throws IOException {
        Map<String, List<CodeSigner>> signed = new LinkedHashMap<>();
        long left = MAX_UNPACKED;
        for (JarEntry entry : entries) {
            if (!entry.isDirectory()) {
                left = read(jar, entry, left);
                signed.put(entry.getName(), JarSignatures.of(entry.getCodeSigners()));
            }
        }
        return signed;
    }

    private static long read(JarFile jar, JarEntry entry, long most) throws IOException {
        long left = most;
        byte[] piece = new byte[PIECE];
        try (InputStream in = jar.getInputStream(entry)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                left -= count;
                if (left < 0) {
                    throw new IOException("more than " + MAX_UNPACKED + " bytes when it is unpacked");
                }
            }
            return left;
        } catch (IOException e) {
            throw left < 0 ? e : new IOException(entry.getName() + " in it is damaged: " + e.getMessage(), e);
        }
    }

    private static Attributes headers(JarFile jar) throws IOException {
        ZipEntry manifest = jar.getEntry(JarFile.MANIFEST_NAME);
        if (manifest == null) {
            throw new IOException("no " + JarFile.MANIFEST_NAME);
        }
        try (InputStream in = jar.getInputStream(manifest)) {
            return new Manifest(new ByteArrayInputStream(in.readNBytes(MAX_MANIFEST))).getMainAttributes();
        }
    }

    /** The manifest's main section. */
    Attributes headers() {
        return headers;
    }

    /** Who signed each entry; nobody for most jars. */
    Map<String, List<CodeSigner>> signed() {
        return signed;
    }
}

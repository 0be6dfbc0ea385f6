package org.cloister.core.swap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * The file of a new backend, read once, so that it does not matter what becomes of it.
 *
 * @param file where it was read from
 * @param content all of it
 * @param name the bundle's symbolic name
 * @param version the bundle's version
 */
record BackendJar(Path file, Bytes content, String name, Version version) {
    /** Far above any backend, and far below what would hurt this process. */
    private static final int MAX_BYTES = 64 << 20;

    private static final int MAX_MANIFEST = 1 << 20;

    static BackendJar read(Path file) {
        Bytes content = Bytes.of(bytes(file));
        Attributes headers = manifest(content)
                .map(Manifest::getMainAttributes)
                .orElseThrow(() -> noBundle(file, "no " + JarFile.MANIFEST_NAME));
        String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null) {
            throw noBundle(file, "a manifest without " + Constants.BUNDLE_SYMBOLICNAME);
        }
        if (headers.getValue(Constants.FRAGMENT_HOST) != null) {
            throw noBundle(file, "a fragment of " + headers.getValue(Constants.FRAGMENT_HOST));
        }
        return new BackendJar(file, content, name.split(";")[0].strip(), version(file, headers));
    }

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw noBundle(file, "more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw Problem.input("swap.file", "the file of the new backend cannot be read")
                    .at(file.toString())
                    .found(e)
                    .exception(e);
        }
    }

    private static Optional<Manifest> manifest(Bytes content) {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content.toArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    return Optional.of(new Manifest(new ByteArrayInputStream(zip.readNBytes(MAX_MANIFEST))));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // Damaged: the same as no manifest
        }
        return Optional.empty();
    }

    private static Version version(Path file, Attributes headers) {
        try {
            return Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException e) {
            throw noBundle(file, Constants.BUNDLE_VERSION + " " + headers.getValue(Constants.BUNDLE_VERSION));
        }
    }

    private static RuntimeException noBundle(Path file, String found) {
        return Problem.input("swap.no-bundle", "this file is no bundle that could be a backend")
                .at(file.toString())
                .found(found)
                .expected("a jar with OSGi headers in its manifest")
                .exception();
    }

    InputStream open() {
        return new ByteArrayInputStream(content.toArray());
    }

    /** SHA-256 of the content: two files of one digest are the same backend. */
    Bytes digest() {
        try {
            return Bytes.of(MessageDigest.getInstance("SHA-256").digest(content.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Name and version, for messages. */
    @Override
    public String toString() {
        return name + " " + version;
    }
}

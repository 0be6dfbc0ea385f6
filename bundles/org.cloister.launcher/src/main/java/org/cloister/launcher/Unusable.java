// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Why a jar was not installed, found out afterwards: the messages of frameworks about it seldom help. */
final class Unusable {
    private static final int LARGEST_MANIFEST = 1 << 20;
    private static final int BLOCK = 64 << 10;

    private final BundleContext context;
    private final Path storage;

    Unusable(BundleContext context, Path storage) {
        this.context = context;
        this.storage = storage;
    }

    /**
     * A reason.
     *
     * @param found what is wrong
     * @param remedy what to do
     * @param ofHost whether it has nothing to do with this jar, so that the others will fare alike
     */
    record Reason(String found, String remedy, boolean ofHost) {}

    Reason reason(Path jar, BundleException failure) {
        return room().or(() -> ofJar(jar))
                .orElseGet(() -> ofJar(FirstCause.of(failure), "take it out of its folder, or ask who made it"));
    }

    private static Reason ofJar(String found, String remedy) {
        return new Reason(found, remedy, false);
    }

    /** Whether the framework has room to write: it does not say so itself. */
    private Optional<Reason> room() {
        Path probe = storage.resolve("room");
        try {
            Files.write(probe, new byte[BLOCK]);
            return Optional.empty();
        } catch (IOException e) {
            String said = e instanceof FileSystemException known && known.getReason() != null
                    ? known.getReason()
                    : String.valueOf(e.getMessage());
            String found = said.toLowerCase(Locale.ROOT).contains("no space")
                    ? "no space left in " + storage
                    : storage + " cannot be written: " + said;
            return Optional.of(
                    new Reason(found, "make room there, or set -Djava.io.tmpdir=FOLDER in CLOISTER_OPTS", true));
        } finally {
            discard(probe);
        }
    }

    private static void discard(Path probe) {
        try {
            Files.deleteIfExists(probe);
        } catch (IOException e) {
            // It goes with its folder
        }
    }

    private Optional<Reason> ofJar(Path jar) {
        if (!Files.isReadable(jar)) {
            return Optional.of(ofJar("it cannot be read", "give this user the permission to, or take it away"));
        }
        if (Files.isDirectory(jar)) {
            return Optional.of(ofJar("it is a folder, not a jar", "take it out of its folder, or put the jar there"));
        }
        if (jar.toFile().length() == 0) {
            return Optional.of(ofJar("it is empty", "copy it here anew"));
        }
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            ZipEntry manifest = file.getEntry(JarFile.MANIFEST_NAME);
            return manifest == null ? noBundle("no " + JarFile.MANIFEST_NAME) : ofHeaders(jar, headers(file, manifest));
        } catch (ZipException e) {
            return Optional.of(ofJar(
                    "it is not a zip that can be read, perhaps cut off (" + e.getMessage() + ")", "copy it here anew"));
        } catch (IOException e) {
            return Optional.of(ofJar("it is damaged (" + e.getMessage() + ")", "copy it here anew"));
        }
    }

    private static Attributes headers(JarFile file, ZipEntry manifest) throws IOException {
        try (InputStream in = file.getInputStream(manifest)) {
            byte[] text = in.readNBytes(LARGEST_MANIFEST);
            return new Manifest(new ByteArrayInputStream(text)).getMainAttributes();
        }
    }

    private static Optional<Reason> noBundle(String found) {
        return Optional.of(ofJar(
                "it is not a bundle (found " + found + ", expected a jar with OSGi headers in its manifest)",
                "build it with bnd or Tycho, or take it out of its folder"));
    }

    private Optional<Reason> ofHeaders(Path jar, Attributes headers) {
        String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null) {
            return noBundle("a manifest without " + Constants.BUNDLE_SYMBOLICNAME);
        }
        Version version;
        try {
            version = Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException e) {
            return noBundle(Constants.BUNDLE_VERSION + " " + headers.getValue(Constants.BUNDLE_VERSION));
        }
        return Arrays.stream(context.getBundles())
                .filter(other -> name.split(";")[0].strip().equals(other.getSymbolicName()))
                .filter(other -> version.equals(other.getVersion()))
                .map(other -> ofJar(
                        "it is " + other.getSymbolicName() + " " + version + ", as is " + place(other),
                        "keep one of the two files"))
                .findFirst();
    }

    private static String place(Bundle bundle) {
        String location = bundle.getLocation().replaceFirst("^reference:", "");
        try {
            return Path.of(URI.create(location)).toString();
        } catch (IllegalArgumentException e) {
            return location;
        }
    }
}

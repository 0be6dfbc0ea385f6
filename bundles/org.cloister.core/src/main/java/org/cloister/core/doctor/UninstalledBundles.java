// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.cloister.api.GuestType;
import org.cloister.api.guest.GuestTypeNamespace;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** Bundle files that lie beside those that were installed, and were not installed themselves. */
final class UninstalledBundles {
    private static final int MOST_FILES = 1000;
    private static final long LARGEST_MANIFEST = 1 << 20;

    private final BundleContext context;

    UninstalledBundles(BundleContext context) {
        this.context = context;
    }

    /** The file of a bundle that would bring a type. */
    Optional<Path> bringing(GuestType type) {
        Set<Path> installed = Arrays.stream(context.getBundles())
                .flatMap(bundle -> file(bundle).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return installed.stream()
                .flatMap(file -> Stream.ofNullable(file.getParent()))
                .distinct()
                .flatMap(folder -> jars(folder).stream())
                .filter(jar -> !installed.contains(jar))
                .filter(jar -> brings(jar, type))
                .findFirst();
    }

    private static Optional<Path> file(Bundle bundle) {
        String location = bundle.getLocation().replaceFirst("^reference:", "");
        try {
            return location.startsWith("file:") ? Optional.of(Path.of(URI.create(location))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean brings(Path jar, GuestType type) {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry manifest = file.getEntry(JarFile.MANIFEST_NAME);
            if (manifest == null || manifest.getSize() > LARGEST_MANIFEST) {
                return false;
            }
            try (InputStream in = file.getInputStream(manifest)) {
                String header = new Manifest(in).getMainAttributes().getValue(Constants.PROVIDE_CAPABILITY);
                return header != null
                        && Clauses.attribute(header, GuestTypeNamespace.NAMESPACE, GuestTypeNamespace.NAMESPACE)
                                .contains(type.name());
            }
        } catch (IOException e) {
            return false;
        }
    }
}

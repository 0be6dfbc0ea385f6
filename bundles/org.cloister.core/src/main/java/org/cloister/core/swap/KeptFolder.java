// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;

/**
 * Where swaps are kept when no folder of backends is named: where who started the framework says, else with what the
 * framework keeps for this bundle. So they hold where others put bundles back at a start (p2), and where a framework
 * begins empty. Nobody is meant to put files there.
 */
final class KeptFolder {
    /** The framework's property that names it. */
    static final String PROPERTY = "cloister.backends.kept";

    private KeptFolder() {}

    /** The folder, which may not be there yet; empty where the framework keeps nothing. */
    static Optional<Path> of(BundleContext context) {
        return Optional.ofNullable(context.getProperty(PROPERTY))
                .filter(named -> !named.isEmpty())
                .map(Path::of)
                .or(() -> Optional.ofNullable(context.getDataFile("backends")).map(file -> file.toPath()));
    }

    /** Whether a swap was kept in it. */
    static boolean hasSwaps(Path folder) {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*" + KeptJars.ENDING)) {
            return jars.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cloister.api.CloisterException;
import org.cloister.api.files.NewFile;
import org.cloister.api.files.PrivateFolder;
import org.cloister.api.operate.SwapReport;

/**
 * Keeps in the folder of backends what was swapped in from elsewhere, one file for each type, so that it serves again
 * after a restart. A file is there complete or not at all, whenever the process ends.
 */
final class KeptJars implements SwapService.Listener {
    private static final System.Logger LOG = System.getLogger(KeptJars.class.getName());

    /** What stands in the name of each behind that of its type. */
    static final String ENDING = ".swapped.jar";

    private final Path folder;

    KeptJars(Path folder) {
        this.folder = folder;
    }

    @Override
    public void swapped(BackendJar jar, SwapReport report) {
        Path kept = folder.resolve(report.to().type().name() + ENDING);
        Path source = jar.file().toAbsolutePath();
        try {
            if (!source.startsWith(folder)) {
                store(jar, kept);
            } else if (!source.equals(kept)) {
                // An operator's file came after it and would lose against it at the next start
                Files.deleteIfExists(kept);
            }
        } catch (IOException | CloisterException e) {
            LOG.log(Level.WARNING, "{0} serves until the next start only: {1}", jar, e.toString());
        }
    }

    private void store(BackendJar jar, Path kept) {
        if (Files.notExists(folder)) {
            PrivateFolder.make(folder);
        }
        NewFile.replace(kept, jar.content().toArray());
    }
}

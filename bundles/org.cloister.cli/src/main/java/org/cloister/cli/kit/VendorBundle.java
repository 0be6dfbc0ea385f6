// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.cli.codes.CliCodes;

/**
 * A bundle that is to be tested.
 *
 * @param name as it was given
 * @param file where it lies
 */
public record VendorBundle(String name, Path file) {
    /**
     * A file that has a bundle's manifest.
     *
     * @param folder what relative names start from
     */
    public static VendorBundle of(Path folder, String name) {
        Path file = folder.resolve(name).toAbsolutePath();
        if (!Files.exists(file)) {
            throw Problem.input(ProblemCodes.FILE_MISSING, "there is no such file")
                    .at(name)
                    .exception();
        }
        try (JarFile opened = new JarFile(file.toFile())) {
            Manifest manifest = opened.getManifest();
            if (manifest == null || manifest.getMainAttributes().getValue("Bundle-SymbolicName") == null) {
                throw noBundle(name, "a jar whose manifest has no Bundle-SymbolicName")
                        .exception();
            }
            return new VendorBundle(name, file);
        } catch (IOException e) {
            throw noBundle(name, String.valueOf(e.getMessage())).exception(e);
        }
    }

    /** The files of all, that of this one before the others. */
    List<Path> before(List<VendorBundle> all) {
        List<Path> files = new ArrayList<>(List.of(file));
        all.stream()
                .map(VendorBundle::file)
                .filter(other -> !other.equals(file))
                .forEach(files::add);
        return files;
    }

    /** What a file is refused with that is not a bundle. */
    static Problem noBundle(String name, String found) {
        return Problem.input(CliCodes.TCK_BUNDLE, "this file is not a bundle")
                .at(name)
                .found(found)
                .expected("a jar with an OSGi manifest, as bnd or Tycho makes it");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.cloister.api.Problem;
import org.cloister.cli.codes.CliCodes;

/**
 * The program's own jars that vendors' bundles are tested with.
 *
 * @param home the folder that the program was unpacked to
 */
public record KitInstallation(Path home) {
    private static final String DOCTOR = "org.cloister.core";

    /** Neither commands nor what calls a bundle by itself: the kit alone is to call. */
    private static final Set<String> LEFT_OUT = Set.of(
            "org.cloister.cli",
            DOCTOR,
            "org.cloister.insight",
            "org.cloister.kvm",
            "org.cloister.monitor",
            "org.cloister.probe",
            "picocli",
            "jna");

    private static final String SHELL = "org.apache.felix.gogo.";
    private static final String JAR = ".jar";

    /** The one that this process was started from. */
    public static KitInstallation ofProcess() {
        String named = System.getProperty("cloister.home", "");
        KitInstallation installation = new KitInstallation(Path.of(named));
        if (named.isEmpty() || !Files.isRegularFile(installation.kit())) {
            throw Problem.host(CliCodes.TCK_INSTALLATION, "the kit does not lie beside this program")
                    .at(named.isEmpty() ? null : installation.kit().toString())
                    .remedy("run the program's own bin/cloister; where this is it, unpack cloister anew")
                    .exception();
        }
        return installation;
    }

    Path kit() {
        return home.resolve("lib").resolve("tck").resolve("org.cloister.tck.jar");
    }

    Path framework() {
        return home.resolve("lib").resolve("org.apache.felix.framework.jar");
    }

    /** What says why a bundle does not serve. */
    Path doctor() {
        return home.resolve("bundle").resolve(DOCTOR + JAR);
    }

    /** What is installed beside a bundle under test. */
    List<Path> bundles() {
        try (Stream<Path> files = Files.list(home.resolve("bundle"))) {
            return files.filter(KitInstallation::isTaken).sorted().toList();
        } catch (IOException e) {
            throw Problem.host(CliCodes.TCK_INSTALLATION, "the program's bundles cannot be read")
                    .at(home.resolve("bundle").toString())
                    .found(e)
                    .remedy("unpack cloister anew")
                    .exception(e);
        }
    }

    private static boolean isTaken(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(JAR)
                && !name.startsWith(SHELL)
                && !LEFT_OUT.contains(name.substring(0, name.length() - JAR.length()));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.kar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.library.ReproducibleJar;

/**
 * Makes what Karaf installs from: the description of the feature, in a folder that has the jars it names in the layout
 * of a Maven repository, and an archive (KAR) of that folder. Nothing in them is of the time or the place of the build.
 */
public final class KarafRepository {
    private static final Pattern NAMED = Pattern.compile("mvn:([^/<]+)/([^/<]+)/([^/<]+)<");
    private static final String MANIFEST = "Manifest-Version: 1.0\r\nKaraf-Feature-Start: true\r\n\r\n";

    private KarafRepository() {}

    /**
     * Makes folder and archive.
     *
     * @param arguments the folder of the sources, the folder with the jars, the archive, the checkout, the time of
     *     entries, the version of what is ours; then NAME=VALUE for each variable of the description
     */
    public static void main(String[] arguments) throws IOException {
        Path sources = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        String version = arguments[5];
        String features = Files.readString(sources.resolve("features.xml"))
                .replace(
                        "${access}",
                        Files.readString(sources.resolve("access.cfg")).strip())
                .replace("${project.version}", version);
        for (String variable : Arrays.asList(arguments).subList(6, arguments.length)) {
            Map.Entry<String, String> one = Map.entry(variable.split("=")[0], variable.split("=")[1]);
            features = features.replace("${" + one.getKey() + "}", one.getValue());
        }
        Path parts = sources.resolve("THIRD-PARTY.txt");
        requireJars(features, folder, Files.readAllLines(parts));
        String name = "cloister-karaf";
        Path home = Files.createDirectories(folder.resolve(Path.of("org/cloister", name, version)));
        Files.writeString(home.resolve(name + "-" + version + "-features.xml"), features);
        Path checkout = Path.of(arguments[3]);
        List<Path> legal = List.of(
                checkout.resolve("LICENSE"),
                checkout.resolve("NOTICE"),
                parts,
                checkout.resolve("releng/org.cloister.distribution/src/licenses/libffi.txt"));
        new ReproducibleJar(Instant.parse(arguments[4]), legal)
                .write(folder, "repository/", Path.of(arguments[2]), MANIFEST);
    }

    /** Karaf would tell it on the machine of who installs; and what is of others is named with its licence. */
    private static void requireJars(String features, Path folder, List<String> parts) throws IOException {
        Matcher named = NAMED.matcher(features);
        while (named.find()) {
            Path jar = folder.resolve(named.group(1).replace('.', '/'))
                    .resolve(named.group(2))
                    .resolve(named.group(3))
                    .resolve(named.group(2) + "-" + named.group(3) + ".jar");
            if (!Files.isRegularFile(jar)) {
                throw new IOException("the feature names what is not among the dependencies of this module: " + jar);
            }
            String part = "  " + named.group(2) + " ";
            if (!named.group(1).equals("org.cloister") && parts.stream().noneMatch(line -> line.startsWith(part))) {
                throw new IOException("THIRD-PARTY.txt does not name what the archive holds: " + named.group(2));
            }
        }
    }
}

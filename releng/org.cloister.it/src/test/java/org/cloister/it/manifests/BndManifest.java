// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.osgi.framework.Constants;

/** What bnd reads from a bundle's compiled classes: imports, exports, capabilities and requirements. */
final class BndManifest {
    /** The headers that are compared. */
    static final List<String> HEADERS = List.of(
            Constants.IMPORT_PACKAGE,
            Constants.EXPORT_PACKAGE,
            Constants.REQUIRE_CAPABILITY,
            Constants.PROVIDE_CAPABILITY);

    private static final String COMPONENTS = "Service-Component";

    private final Map<String, Parameters> headers = new LinkedHashMap<>();
    private final List<WantedClause> without = new ArrayList<>();
    private final boolean components;

    private BndManifest(String bundle, Attributes read) {
        components = read.getValue(COMPONENTS) != null;
        for (String header : HEADERS) {
            headers.put(header, new Parameters(read.getValue(header)));
        }
        for (WantedClause wanted : WantedClause.of(bundle)) {
            if (!wanted.putInto(headers.get(wanted.header()))) {
                without.add(wanted);
            }
        }
    }

    static BndManifest of(Path bundle, List<Path> all, String exported) throws Exception {
        String name = bundle.getFileName().toString();
        try (Builder bnd = new Builder()) {
            for (Path one : all) {
                if (one.equals(bundle)) {
                    bnd.setJar(classes(one));
                } else {
                    bnd.addClasspath(classes(one));
                }
            }
            for (File library : libraries()) {
                bnd.addClasspath(library);
            }
            bnd.setProperty(Constants.BUNDLE_SYMBOLICNAME, name);
            bnd.setProperty(Constants.EXPORT_PACKAGE, exports(exported));
            bnd.setProperty(Constants.IMPORT_PACKAGE, "*");
            // Said by Bundle-RequiredExecutionEnvironment, from which Tycho knows it
            bnd.setProperty("-noee", "true");
            bnd.setProperty("-noimportjava", "true");
            bnd.setProperty("-dsannotations", "*");
            // As Tycho writes the descriptions of components
            bnd.setProperty("-dsannotations-options", "version;minimum=1.5.0");
            Attributes read = bnd.calcManifest().getMainAttributes();
            assertThat(bnd.getErrors()).as(name).isEmpty();
            assertThat(bnd.getWarnings()).as(name).isEmpty();
            return new BndManifest(name, read);
        }
    }

    /** Nobody else exports these packages, so that nothing is gained by importing one's own. */
    private static String exports(String exported) {
        return new Parameters(exported)
                .keySet().stream().map(each -> each + ";-noimport:=true").collect(Collectors.joining(","));
    }

    /** The builder closes it. */
    private static Jar classes(Path bundle) throws IOException {
        Path classes = bundle.resolve("target/classes");
        assertThat(classes).isDirectory();
        Jar jar = new Jar(classes.toFile());
        // Where somebody has put one beside the classes, it is what is judged here
        jar.remove(JarFile.MANIFEST_NAME);
        jar.setManifest((Manifest) null);
        return jar;
    }

    private static List<File> libraries() {
        List<File> libraries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path file = Path.of(entry);
            if (Files.isRegularFile(file) && !file.getFileName().toString().startsWith("org.cloister.")) {
                libraries.add(file.toFile());
            }
        }
        return libraries;
    }

    Parameters header(String name) {
        return headers.get(name);
    }

    /** Rows of the table that change nothing here. */
    List<WantedClause> without() {
        return without;
    }

    boolean hasComponents() {
        return components;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.header.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.osgi.framework.Constants;

/** Each manifest is what bnd reads from the classes, with the clauses of {@link WantedClause}. */
class ManifestsTest {
    private static final Path BUNDLES = Path.of("..", "..", "bundles");
    private static final String FILE = "META-INF/MANIFEST.MF";
    private static final List<String> SAID_OF_EACH = List.of(
            Constants.BUNDLE_NAME,
            Constants.BUNDLE_DESCRIPTION,
            Constants.BUNDLE_VENDOR,
            Constants.BUNDLE_COPYRIGHT,
            "Bundle-License");

    private static final Map<Path, BndManifest> READ = new HashMap<>();

    private static List<Path> bundles;

    @BeforeAll
    static void list() throws IOException {
        try (Stream<Path> folders = Files.list(BUNDLES)) {
            bundles = folders.filter(folder -> Files.exists(folder.resolve(FILE)))
                    .sorted()
                    .toList();
        }
    }

    /** Those with code of ours; the others carry a signed jar of somebody else's. */
    private static List<Path> withCode() {
        return bundles.stream()
                .filter(bundle -> Files.isDirectory(bundle.resolve("src/main/java")))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> saysWhatTheCodeNeedsAndOffers() {
        return withCode().stream()
                .map(bundle -> DynamicTest.dynamicTest(bundle.getFileName().toString(), () -> compare(bundle)));
    }

    private static void compare(Path bundle) throws Exception {
        Path file = bundle.resolve(FILE);
        ManifestText text = ManifestText.read(file);
        BndManifest bnd = read(bundle);
        for (String header : BndManifest.HEADERS) {
            text.set(header, bnd.header(header));
        }
        // Where p2 installs, nothing else starts a bundle. An activator whose services components wait for would not be
        // called: such a bundle is started, as it tells p2.
        if (bnd.hasComponents() && text.header(Constants.BUNDLE_ACTIVATOR).isEmpty()) {
            text.set(Constants.BUNDLE_ACTIVATIONPOLICY, Constants.ACTIVATION_LAZY);
        } else if (bnd.hasComponents()) {
            text.set(Constants.BUNDLE_ACTIVATIONPOLICY, new Parameters());
            assertThat(bundle.resolve("META-INF/p2.inf")).content().contains("markStarted(started:true)");
        }
        if ("write".equals(System.getProperty("cloister.manifests"))) {
            Files.writeString(file, text.print());
        }
        assertThat(file)
                .as("what bnd reads from the classes; -Dcloister.manifests=write writes it")
                .hasContent(text.print());
    }

    private static BndManifest read(Path bundle) throws Exception {
        BndManifest read = READ.get(bundle);
        if (read == null) {
            String exported = ManifestText.read(bundle.resolve(FILE)).header(Constants.EXPORT_PACKAGE);
            read = BndManifest.of(bundle, withCode(), exported);
            READ.put(bundle, read);
        }
        return read;
    }

    @Test
    void eachClauseThatIsWantedOtherwiseChangesAManifest() throws Exception {
        List<WantedClause> needless = new ArrayList<>(WantedClause.table());
        for (Path bundle : withCode()) {
            List<WantedClause> changing =
                    new ArrayList<>(WantedClause.of(bundle.getFileName().toString()));
            changing.removeAll(read(bundle).without());
            needless.removeAll(changing);
        }
        assertThat(needless).isEmpty();
    }

    @Test
    void eachTellsPeopleWhatItIs() throws IOException {
        for (Path bundle : bundles) {
            ManifestText text = ManifestText.read(bundle.resolve(FILE));
            for (String header : SAID_OF_EACH) {
                assertThat(text.header(header)).as(bundle + ": " + header).isNotBlank();
            }
            assertThat(text.header(Constants.BUNDLE_DESCRIPTION))
                    .as(bundle.toString())
                    .endsWith(".");
        }
    }
}

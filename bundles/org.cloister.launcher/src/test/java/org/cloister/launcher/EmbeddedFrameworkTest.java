// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.util.tracker.ServiceTracker;

/** A real framework, with bundles that consist of a manifest. */
class EmbeddedFrameworkTest {
    private static final Map<String, String> QUIET = Map.of("felix.log.level", "0");

    @TempDir
    Path folder;

    @Test
    void bundlesThatStartAreNoCause() throws Exception {
        Path jar = bundle("good", Map.of());

        try (EmbeddedFramework framework = start(jar)) {
            assertThat(framework.complaints()).isEmpty();
        }
    }

    @Test
    void aBundleThatDoesNotStartIsNamedWithItsReason() throws Exception {
        Path jar = bundle("bad", Map.of("Import-Package", "not.there"));

        try (EmbeddedFramework framework = start(jar)) {
            assertThat(framework.complaints())
                    .singleElement()
                    .asString()
                    .startsWith("bad does not start: ")
                    .contains("not.there");
        }
    }

    @Test
    void pathsMayHaveBlanksAndPlusSigns() throws Exception {
        folder = Files.createDirectory(folder.resolve("c++ and more"));
        Path jar = bundle("good", Map.of());

        try (EmbeddedFramework framework = start(jar)) {
            assertThat(framework.complaints()).isEmpty();
        }
    }

    @Test
    void ofManyThatWaitForOneTheRootIsTold() throws Exception {
        Path last = bundle("last", Map.of("Require-Capability", "not.there"));
        Path middle = bundle("middle", Map.of("Require-Bundle", "last"));
        Path first = bundle("first", Map.of("Require-Bundle", "middle"));

        try (EmbeddedFramework framework = start(first, middle, last)) {
            assertThat(framework.complaints()).hasSize(3);
            assertThat(framework.firstComplaint())
                    .get()
                    .asString()
                    .startsWith("first does not start: Unable to resolve last ")
                    .endsWith(" not.there; (*)")
                    .doesNotContain("middle");
        }
    }

    @Test
    void aServiceThatIsThereIsFoundAndAnotherIsNot() throws Exception {
        try (EmbeddedFramework framework = start()) {
            assertThat(framework
                            .track("(objectClass=org.osgi.service.condition.Condition)")
                            .getService())
                    .isNotNull();
            assertThat(framework.track("(objectClass=not.There)").getService()).isNull();
        }
    }

    @Test
    void whatItStoredIsGoneWithIt() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));

        try (EmbeddedFramework framework =
                EmbeddedFramework.start(QUIET, List.of(bundle("good", Map.of())), temporary, jar -> true)) {
            assertThat(framework.complaints()).isEmpty();
            assertThat(temporary).isNotEmptyDirectory();
        }

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aTemporaryFolderThatIsNotThereIsNamed() {
        Path temporary = folder.resolve("nix");

        assertThatThrownBy(() -> EmbeddedFramework.start(QUIET, List.of(), temporary, jar -> true))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(temporary.toString());
    }

    @Test
    void aJarWithAVersionThatIsNoneIsLeftOutWithThatHeader() throws Exception {
        Path odd = bundle("odd", Map.of("Bundle-Version", "nine"));

        try (EmbeddedFramework framework = start(odd, bundle("own", Map.of()))) {
            assertThat(framework.complaints())
                    .singleElement()
                    .asString()
                    .contains(odd + " is left out: it is not a bundle (found Bundle-Version nine");
        }
    }

    @Test
    void aJarThatSomebodyAddedAndThatIsNoBundleIsLeftOutByName() throws Exception {
        Path good = bundle("good", Map.of());
        Path cut = folder.resolve("cut.jar");
        byte[] whole = Files.readAllBytes(good);
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        Path bare = Files.write(folder.resolve("bare.jar"), emptyZip());
        Path unnamed = bundle("unnamed", Map.of("Bundle-SymbolicName", "good", "Bundle-Version", "0.0.0"));
        Path sorted = bundle("a-copy", Map.of("Bundle-SymbolicName", "own"));
        Path own = bundle("own", Map.of());

        try (EmbeddedFramework framework = start(sorted, bare, cut, good, own, unnamed)) {
            assertThat(framework.complaints()).hasSize(4);
            assertThat(framework.complaints().get(0)).contains(sorted + " is left out: it is own 0.0.0, as is " + own);
            assertThat(framework.complaints().get(1))
                    .contains(bare + " is left out: it is not a bundle", "MANIFEST.MF");
            assertThat(framework.complaints().get(2))
                    .contains(cut + " is left out: it is not a zip", "cut off", "anew");
            assertThat(framework.complaints().get(3))
                    .contains(unnamed + " is left out: it is good 0.0.0, as is " + good);
            assertThat(leftOut(framework))
                    .extracting(file -> file.get("file"))
                    .containsExactly(sorted.toString(), bare.toString(), cut.toString(), unnamed.toString());
            assertThat(leftOut(framework).get(2)).containsEntry("remedy", "copy it here anew");
        }
    }

    /** As the bundles in the framework get them. */
    @SuppressWarnings("unchecked")
    private static List<Map<String, String>> leftOut(EmbeddedFramework framework) {
        ServiceTracker<Object, Object> told = framework.track("(cloister.entry=left-out)");
        try {
            return ((Supplier<List<Map<String, String>>>) told.getService()).get();
        } finally {
            told.close();
        }
    }

    @Test
    void oneOfTheProgramsOwnEndsTheStart() throws Exception {
        Path own = Files.write(folder.resolve("own.jar"), new byte[] {'P', 'K'});

        assertThatThrownBy(() -> start(own))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith(own + " cannot be installed: it is not a zip that can be read")
                .hasMessageEndingWith("unpack cloister anew");
    }

    private static byte[] emptyZip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("nothing"));
        }
        return bytes.toByteArray();
    }

    @Test
    void aFolderOfBackendsThatOthersCanFillIsRefusedBeforeAnythingStarts() throws Exception {
        Path backends = Files.createDirectory(folder.resolve("backends"));
        Files.setPosixFilePermissions(backends, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        System.setProperty("cloister.backends", backends.toString());
        try {
            assertThatThrownBy(() -> EmbeddedFramework.start(QUIET, List.of(), temporary, jar -> true))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(backends.toString())
                    .hasMessageContaining("chmod go-w");
        } finally {
            System.clearProperty("cloister.backends");
        }
        assertThat(temporary).isEmptyDirectory();
    }

    private EmbeddedFramework start(Path... jars) throws StartException {
        return EmbeddedFramework.start(
                QUIET,
                List.of(jars),
                folder,
                jar -> jar.getFileName().toString().startsWith("own"));
    }

    private Path bundle(String name, Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        headers.forEach(main::putValue);
        Path jar = folder.resolve(name + ".jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            entries.flush();
        }
        return jar;
    }
}

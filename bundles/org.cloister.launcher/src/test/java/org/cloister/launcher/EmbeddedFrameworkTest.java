package org.cloister.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                EmbeddedFramework.start(QUIET, List.of(bundle("good", Map.of())), temporary)) {
            assertThat(framework.complaints()).isEmpty();
            assertThat(temporary).isNotEmptyDirectory();
        }

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void aTemporaryFolderThatIsNotThereIsNamed() {
        Path temporary = folder.resolve("nix");

        assertThatThrownBy(() -> EmbeddedFramework.start(QUIET, List.of(), temporary))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(temporary.toString());
    }

    private EmbeddedFramework start(Path... jars) throws StartException {
        return EmbeddedFramework.start(QUIET, List.of(jars), folder);
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

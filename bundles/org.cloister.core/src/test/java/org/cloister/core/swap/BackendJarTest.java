// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.JarFile;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file says of a backend before anything of it runs. */
class BackendJarTest {
    private static final String CAPABILITY = "Provide-Capability";
    private static final String OURS = "org.cloister.guest.type;org.cloister.guest.type";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("mine.jar");
    }

    @Test
    void aBundleSaysWhatItIs() throws Exception {
        BackendJar jar = BackendJar.read(Jars.good(file));

        assertThat(jar).hasToString("com.example.mine 1.2.3");
        assertThat(jar.type().name()).isEqualTo("mine");
        assertThat(jar.signers().all()).isEmpty();
        assertThat(jar.origin().sha256()).isEqualTo(Signers.sha256(Files.readAllBytes(file)));
        assertThat(jar.open()).hasBinaryContent(Files.readAllBytes(file));
    }

    /** What a killed process leaves there is removed by the next one; what it leaves in the system's folder stays. */
    @Test
    void theCopyToLookAtLiesInTheFolderOfThisProcess() throws Exception {
        Path own = Files.createDirectory(folder.resolve("own"));
        System.setProperty("cloister.temporary", own.toString());
        try (PrivateCopy copy = PrivateCopy.of(Files.readAllBytes(Jars.good(file)));
                JarFile jar = copy.open()) {
            assertThat(Path.of(jar.getName())).startsWith(own);
        } finally {
            System.clearProperty("cloister.temporary");
        }
        assertThat(own).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=mine | mine",
                "=\"mine\" | mine",
                ":String=\"mine\" | mine",
                ":List<String>=\"mine\" | mine",
                "=mine;x=y,org.acme.other;version=1 | mine",
                "=mine,org.cloister.guest.type;org.cloister.guest.type=mine | mine"
            })
    void theTypeIsRead(String value, String type) throws Exception {
        Jars.bundle(file, Map.of(CAPABILITY, OURS + value));
        assertThat(BackendJar.read(file).type().name()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.acme.other;org.cloister.guest.type=mine | swap.undeclared",
                "org.cloister.guest.type | swap.undeclared",
                "org.cloister.guest.type;org.cloister.guest.type=\"\" | swap.undeclared",
                "org.cloister.guest.type;org.cloister.guest.type=Mine! | swap.undeclared",
                "org.cloister.guest.type;org.cloister.guest.type:List<String>=\"a,b\" | swap.types",
                "org.cloister.guest.type;org.cloister.guest.type=a,org.cloister.guest.type;org.cloister.guest.type=b |"
                        + " swap.types"
            })
    void aTypeThatIsNotSaidOrNotOne(String header, String code) throws Exception {
        assertThat(refused(Jars.bundle(file, Map.of(CAPABILITY, header))).code())
                .isEqualTo(code);
    }

    @Test
    void theRemedyIsALineForTheManifest() throws Exception {
        Problem problem = refused(Jars.bundle(file, Map.of()));

        assertThat(problem.code()).isEqualTo("swap.undeclared");
        assertThat(problem.message())
                .contains(file.toString(), "nothing of it was run", CAPABILITY + ": " + OURS + "=TYPE");
    }

    @Test
    void aFileThatIsCutOff() throws Exception {
        byte[] whole = Files.readAllBytes(Jars.good(file));
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertThat(refused(file).code()).isEqualTo("swap.no-bundle");
        assertThat(refused(file).found()).contains("cut off");
    }

    @Test
    void anEntryThatIsDamagedIsNamed() throws Exception {
        byte[] whole = Files.readAllBytes(Jars.good(file));
        int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf(Jars.OTHER) + Jars.OTHER.length() + 3;
        whole[at] ^= 0x55;
        Files.write(file, whole);

        assertThat(refused(file).code()).isEqualTo("swap.no-bundle");
        assertThat(refused(file).found()).contains(Jars.OTHER, "damaged");
    }

    @Test
    void withoutManifest() throws Exception {
        Jars.good(file);
        Path bare = Jars.changed(file, folder.resolve("bare.jar"), entries -> entries.remove("META-INF/MANIFEST.MF"));

        assertThat(refused(bare).code()).isEqualTo("swap.no-bundle");
        assertThat(refused(bare).found()).isEqualTo("no META-INF/MANIFEST.MF");
    }

    @Test
    void twoManifestsOfWhichOneWouldCount() throws Exception {
        Jars.good(file);
        Path two = Jars.changed(
                file,
                folder.resolve("two.jar"),
                entries -> entries.put("META-INF/manifest.mf", entries.get("META-INF/MANIFEST.MF")));

        assertThat(refused(two).found()).contains("two entries", "manifest.mf");
    }

    @Test
    void twoEntriesOfOneName() throws Exception {
        Jars.good(file);
        Path same =
                Jars.changed(file, folder.resolve("same.jar"), entries -> entries.put("some/texT.txt", new byte[1]));
        String bytes = Files.readString(same, StandardCharsets.ISO_8859_1);
        Files.writeString(same, bytes.replace("texT", "text"), StandardCharsets.ISO_8859_1);

        assertThat(refused(same).code()).isEqualTo("swap.no-bundle");
    }

    @Test
    void aFragment() throws Exception {
        assertThat(refused(Jars.bundle(file, Map.of("Fragment-Host", "system.bundle")))
                        .code())
                .isEqualTo("swap.no-bundle");
    }

    @Test
    void nothingIsLeftInTheTemporaryFolder() throws Exception {
        Jars.good(file);
        try (PrivateCopy copy = PrivateCopy.of(Files.readAllBytes(file))) {
            Path kept = Path.of(copy.open().getName());
            assertThat(Files.getPosixFilePermissions(kept.getParent())).hasSize(3);
            copy.close();
            assertThat(kept.getParent()).doesNotExist();
        }
    }

    private static Problem refused(Path jar) throws IOException {
        CloisterException e = catchThrowableOfType(CloisterException.class, () -> BackendJar.read(jar));
        assertThat(e).as("it was not refused").isNotNull();
        return e.problem();
    }
}

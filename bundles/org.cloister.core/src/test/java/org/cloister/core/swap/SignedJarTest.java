// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.operate.BackendFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jars that somebody signed, and what becomes of them afterwards. */
class SignedJarTest {
    @TempDir
    static Path folder;

    private static Signing signing;
    private static Path signed;
    private static Path twice;

    @TempDir
    Path own;

    @BeforeAll
    static void sign() throws Exception {
        signing = new Signing(folder)
                .key("one", "-keyalg", "EC")
                .key("two", "-keyalg", "RSA", "-keysize", "2048")
                .key("old", "-keyalg", "EC", "-startdate", "-3y", "-validity", "1");
        signed = signing.sign(Jars.good(folder.resolve("signed.jar")), "one");
        twice = signing.sign(Files.copy(signed, folder.resolve("twice.jar")), "two");
    }

    @Test
    void whoSignedItIsNamed() throws Exception {
        BackendJar jar = BackendJar.read(signed);

        assertThat(jar.signers().all()).containsExactly(new BackendFile.Signer("CN=one", signing.fingerprint("one")));
        assertThat(jar.signers().notBy(Set.of(signing.fingerprint("one")))).isEmpty();
        assertThat(jar.signers().notBy(Set.of(signing.fingerprint("two")))).isPresent();
        assertThat(jar.origin().toString()).contains("signed by CN=one (certificate with SHA-256 ");
    }

    @Test
    void bothOfTwoAreNamedAndEachSuffices() throws Exception {
        Signers signers = BackendJar.read(twice).signers();

        assertThat(signers.all()).extracting(BackendFile.Signer::subject).containsExactlyInAnyOrder("CN=one", "CN=two");
        assertThat(signers.notBy(Set.of(signing.fingerprint("one")))).isEmpty();
        assertThat(signers.notBy(Set.of(signing.fingerprint("two")))).isEmpty();
    }

    @Test
    void aCertificateThatIsOutOfDateStillSaysWhoSigned() throws Exception {
        Path jar = signing.sign(Jars.good(own.resolve("old.jar")), "old");

        assertThat(BackendJar.read(jar).signers().notBy(Set.of(signing.fingerprint("old"))))
                .isEmpty();
    }

    @Test
    void whatIsAddedAfterwardsIsUnsignedAndNotDamaged() throws Exception {
        Path jar = Jars.changed(signed, own.resolve("added.jar"), entries -> entries.put("more.txt", new byte[1]));

        Signers signers = BackendJar.read(jar).signers();
        assertThat(signers.all()).hasSize(1);
        assertThat(signers.notBy(Set.of(signing.fingerprint("one")))).contains("more.txt");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("an entry", Jars.TEXT, entries -> entries.put(Jars.TEXT, new byte[1])),
                change("an entry that is gone", Jars.OTHER, entries -> entries.remove(Jars.OTHER)),
                change("a header", "MANIFEST", entries -> Jars.header(entries, "Bundle-Activator: late.Activator")),
                change("the block", "ONE.SF", entries -> entries.put("META-INF/ONE.EC", new byte[] {0x30, 0})),
                change("the block cut off", "ONE.SF", SignedJarTest::cutBlock),
                change("the block gone", "ONE.SF without its", entries -> entries.remove("META-INF/ONE.EC")),
                change("the signature file", "META-INF/ONE", SignedJarTest::edit),
                change("an empty signature file", "ONE.SF", entries -> entries.put("META-INF/ONE.SF", new byte[0])));
    }

    private static Arguments change(String what, String named, Consumer<Map<String, byte[]>> change) {
        return Arguments.of(what, named, change);
    }

    private static void cutBlock(Map<String, byte[]> entries) {
        entries.computeIfPresent("META-INF/ONE.EC", (name, block) -> Arrays.copyOf(block, block.length - 40));
    }

    private static void edit(Map<String, byte[]> entries) {
        String text = new String(entries.get("META-INF/ONE.SF"), StandardCharsets.UTF_8);
        entries.put(
                "META-INF/ONE.SF", text.replace("Created-By: ", "Created-By: x").getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void whatWasChangedAfterwardsIsRefused(String what, String named, Consumer<Map<String, byte[]>> change)
            throws Exception {
        for (Path jar : new Path[] {signed, twice}) {
            Problem problem = refused(Jars.changed(jar, own.resolve("changed.jar"), change));

            assertThat(problem.code()).as(problem.message()).isEqualTo("swap.signature");
            assertThat(problem.found()).containsIgnoringCase(named);
        }
    }

    @Test
    void algorithmsThatJavaDoesNotTakeAnyMoreAreToldAndNotTakenForNoSignature() throws Exception {
        Path digest = signing.sign(Jars.good(own.resolve("digest.jar")), "one", "-digestalg", "MD5");
        Path signature = signing.sign(Jars.good(own.resolve("signature.jar")), "two", "-sigalg", "MD5withRSA");

        for (Path jar : new Path[] {digest, signature}) {
            assertThat(refused(jar).code()).isEqualTo("swap.signature");
            assertThat(refused(jar).found()).contains("disabledAlgorithms");
        }
    }

    private static Problem refused(Path jar) {
        CloisterException e = catchThrowableOfType(CloisterException.class, () -> BackendJar.read(jar));
        assertThat(e).as("it was not refused").isNotNull();
        return e.problem();
    }
}

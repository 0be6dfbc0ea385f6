// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.tcb.Generation;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.files.PrivateFolder;
import org.cloister.api.files.ThisUser;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ChipIdentity CHIP =
            ChipIdentity.generate(Generation.GENOA, new FirmwareVersion(1, 55, 40), RANDOM);
    private static final OwnerIdentity OWNER = OwnerIdentity.generate(CHIP, RANDOM);

    @TempDir
    Path temporary;

    @Test
    void everythingComesBack() {
        SnpConfiguration snp = new SnpConfiguration(Optional.of(Generation.TURIN), 5, 3, 2, Bytes.of(new byte[384]));
        try (FolderStore store = open()) {
            assertThat(Stream.of(store.chip(), store.owner(), store.snp())).allMatch(java.util.Optional::isEmpty);
            store.keep(CHIP);
            store.keep(OWNER);
            store.keep(snp);
        }
        try (FolderStore store = open()) {
            assertSame(store.chip().orElseThrow());
            assertSame(store.owner().orElseThrow());
            assertThat(store.snp()).contains(snp);
            store.forgetOwner();
            assertThat(store.owner()).isEmpty();
            assertThat(store.chip()).isPresent();
        }
    }

    @Test
    void whatAnOlderVersionHasSetIsRead() throws IOException {
        byte[] numbers = new byte[20];
        numbers[7] = 5;
        numbers[15] = 3;
        numbers[19] = 2;
        try (FolderStore store = open()) {
            PrivateFolder.require(folder()).create("snp", StateImage.encode(3, List.of(numbers, new byte[384])));
            assertThat(store.snp()).contains(new SnpConfiguration(Optional.empty(), 5, 3, 2, Bytes.of(new byte[384])));
        }
    }

    @Test
    void aFolderTellsItsGeneration() {
        try (FolderStore store = open()) {
            assertThat(FolderStore.generation(folder())).isEmpty();
            store.keep(SnpConfiguration.initial(Generation.TURIN, 5));
            assertThat(FolderStore.generation(folder())).contains(Generation.TURIN);
            store.keep(CHIP);
            assertThat(FolderStore.generation(folder())).contains(Generation.GENOA);
        }
        assertThat(FolderStore.generation(temporary.resolve("none"))).isEmpty();
    }

    /** Its root is of 2048 bits, and nothing says of which generation it is. */
    @Test
    void aChipOfAnOlderVersionIsRead() throws IOException {
        ChipIdentity older = ChipIdentity.generate(Generation.NAPLES, new FirmwareVersion(1, 55, 8), RANDOM);
        List<byte[]> parts = List.of(
                older.ark().encode().toArray(),
                older.ask().encode().toArray(),
                older.cek().privatePart(),
                older.cekCertificate().encode().toArray(),
                older.id().toArray(),
                older.secret());
        try (FolderStore store = open()) {
            PrivateFolder.require(folder()).create("chip", StateImage.encode(1, parts));
            ChipIdentity read = store.chip().orElseThrow();
            assertThat(read.generation()).isEmpty();
            assertThat(read.ark()).isEqualTo(older.ark());
            assertThat(FolderStore.generation(folder())).isEmpty();
        }
    }

    private static void assertSame(ChipIdentity chip) {
        assertThat(List.of(chip.generation(), chip.ark(), chip.ask(), chip.cekCertificate(), chip.id()))
                .isEqualTo(List.of(CHIP.generation(), CHIP.ark(), CHIP.ask(), CHIP.cekCertificate(), CHIP.id()));
        assertThat(chip.secret()).isEqualTo(CHIP.secret());
        assertThat(chip.cek().privatePart()).isEqualTo(CHIP.cek().privatePart());
    }

    private static void assertSame(OwnerIdentity owner) {
        assertThat(List.of(owner.ocaCertificate(), owner.pekCertificate(), owner.pdhCertificate(), owner.owned()))
                .isEqualTo(
                        List.of(OWNER.ocaCertificate(), OWNER.pekCertificate(), OWNER.pdhCertificate(), OWNER.owned()));
        assertThat(owner.pdh().privatePart()).isEqualTo(OWNER.pdh().privatePart());
        assertThat(owner.pek().privatePart()).isEqualTo(OWNER.pek().privatePart());
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        Assumptions.assumeTrue(
                temporary.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs POSIX modes");
        try (FolderStore store = open()) {
            store.keep(OWNER);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        for (String name : List.of("platform", "lock")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theSecondIsToldWhoHasIt() {
        try (FolderStore first = open()) {
            Problem problem = problem("state.locked", this::open);
            assertThat(problem.found())
                    .contains("process " + ProcessHandle.current().pid());
            assertThat(problem.where()).isEqualTo(folder().toString());
            assertThat(first.owner()).isEmpty();
        }
        open().close();
    }

    @Test
    void everyChangedByteIsNoticed() throws IOException {
        Path file = stored();
        byte[] right = Files.readAllBytes(file);
        try (FolderStore store = open()) {
            for (int i = 0; i < right.length; i++) {
                byte[] wrong = right.clone();
                wrong[i] ^= 0x04;
                Files.write(file, wrong);
                assertThat(problem("state.corrupt", store::owner).where()).endsWith("platform");
            }
            Files.write(file, right);
            assertSame(store.owner().orElseThrow());
        }
    }

    @Test
    void everyShorterOrLongerFileIsNoticed() throws IOException {
        Path file = stored();
        byte[] right = Files.readAllBytes(file);
        try (FolderStore store = open()) {
            for (int length = 0; length < right.length; length += 13) {
                Files.write(file, Arrays.copyOf(right, length));
                problem("state.corrupt", store::owner);
            }
            for (int length : new int[] {right.length + 1, StateImage.MOST, StateImage.MOST + 1}) {
                Files.write(file, Arrays.copyOf(right, length));
                problem("state.corrupt", store::owner);
            }
        }
    }

    @Test
    void aFileOfAnotherKindOrVersionIsNotUsed() throws Exception {
        Path file = stored();
        byte[] right = Files.readAllBytes(file);
        try (FolderStore store = open()) {
            Files.write(file, resigned(right, 0x0b, 2));
            assertThat(problem("state.version", store::owner).found()).isEqualTo("2");
            Files.write(file, resigned(right, 0x0f, 1));
            problem("state.corrupt", store::owner);
            Files.write(file, resigned(right, 0x13, 5));
            problem("state.corrupt", store::owner);
            Files.write(file, resigned(right, 0x14, 0x7f));
            problem("state.corrupt", store::owner);
        }
    }

    @Test
    void keysThatDoNotFitTheirCertificatesAreNotUsed() throws Exception {
        OwnerIdentity other = OwnerIdentity.generate(CHIP, RANDOM);
        try (FolderStore store = open()) {
            store.keep(new OwnerIdentity(
                    false,
                    OWNER.ocaCertificate(),
                    OWNER.pek(),
                    OWNER.pekCertificate(),
                    other.pdh(),
                    OWNER.pdhCertificate()));
            problem("state.corrupt", store::owner);
        }
    }

    @Test
    void whatAStoppedProcessLeftIsTidiedUp() throws IOException {
        stored();
        Files.write(folder().resolve("platform.new"), new byte[10]);
        try (FolderStore store = open()) {
            assertSame(store.owner().orElseThrow());
        }
        assertThat(files()).containsExactlyInAnyOrder("platform", "lock");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void whatOthersCanReadOrChangeIsRefused() throws IOException {
        Path file = stored();
        assertRefused("files.mode", () -> mode(file, "rw-r--r--"), () -> mode(file, "rw-------"));
        assertRefused("files.mode", () -> mode(folder(), "rwxrwxrwx"), () -> mode(folder(), "rwx------"));
        assertRefused("files.mode", () -> mode(folder(), "rwxr-x---"), () -> mode(folder(), "rwx------"));
        assertRefused("files.parent", () -> mode(temporary, "rwxrwxrwx"), () -> mode(temporary, "rwx------"));
        Path elsewhere = temporary.resolve("elsewhere");
        assertRefused(
                "files.link",
                () -> {
                    Files.move(folder(), elsewhere);
                    Files.createSymbolicLink(folder(), elsewhere);
                },
                () -> {
                    Files.delete(folder());
                    Files.move(elsewhere, folder());
                });
        assertRefused(
                "files.link",
                () -> Files.createSymbolicLink(folder().resolve("chip"), file),
                () -> Files.delete(folder().resolve("chip")));
        open().close();
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    /** A step of a test. */
    private interface Step {
        void take() throws IOException;
    }

    private void assertRefused(String code, Step before, Step after) throws IOException {
        before.take();
        assertThat(problem(code, this::open).remedy()).isNotBlank();
        assertThat(problem(code, () -> FolderStore.check(folder())).remedy()).isNotBlank();
        after.take();
        assertThat(files()).containsExactlyInAnyOrder("platform", "lock");
    }

    @Test
    void anothersFilesAreRefused() throws IOException {
        Assumptions.assumeTrue(ThisUser.number() == 0, "only root can give files to other users");
        Path file = stored();
        Files.setAttribute(file, "unix:uid", 4711);
        problem("files.owner", this::open);
        Files.setAttribute(file, "unix:uid", 0);
        Files.setAttribute(folder(), "unix:uid", 4711);
        problem("files.owner", this::open);
        assertThat(files()).containsExactlyInAnyOrder("platform", "lock");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void aPipeIsNotWaitedFor() throws Exception {
        stored();
        Path pipe = folder().resolve("chip");
        assertThat(new ProcessBuilder("mkfifo", "-m", "600", pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(problem("state.io", this::open).where()).isEqualTo(pipe.toString());
    }

    @Test
    void allOfItIsLookedAt() throws IOException {
        Path file = stored();
        byte[] wrong = Files.readAllBytes(file);
        wrong[wrong.length / 2] ^= 0x04;
        Files.write(file, wrong);
        assertThat(problem("state.corrupt", () -> FolderStore.check(folder())).where())
                .endsWith("platform");
        FolderStore.check(temporary.resolve("none"));
        assertThat(temporary.resolve("none")).doesNotExist();
    }

    @Test
    void whatIsTakenCanBeLookedAt() {
        try (FolderStore first = open()) {
            first.keep(OWNER);
            FolderStore.check(folder());
        }
    }

    @Test
    void theLockIsReadWithoutBeingLost() throws Exception {
        try (FolderStore first = open()) {
            Files.readAllBytes(folder().resolve("lock"));
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Other.class.getName(),
                            folder().toString())
                    .start();
            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("process " + ProcessHandle.current().pid());
            assertThat(first.owner()).isEmpty();
        }
    }

    /** Opens a folder in a process of its own, and tells why it cannot. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) {
            try (FolderStore store = FolderStore.open(Path.of(arguments[0]))) {
                System.out.println("taken: " + store.owner());
            } catch (CloisterException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThat(problem("state.io", () -> FolderStore.open(file.resolve("below")))
                        .where())
                .contains("file");
    }

    @Test
    void aFolderWhoseNameIsTakenSaysSo() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThat(problem("state.io", () -> FolderStore.open(file)).found())
                .isEqualTo("this is something else than it has to be");
    }

    @Test
    void aFileThatCannotBeReplacedLeavesNothingBehind() throws IOException {
        try (FolderStore store = open()) {
            Files.createDirectories(folder().resolve("platform").resolve("not empty"));
            problem("state.io", () -> store.keep(OWNER));
            assertThat(files()).containsExactlyInAnyOrder("platform", "lock", "lock.sock");
        }
    }

    @Test
    void anotherNumberOfPartsIsToldOnce() throws IOException {
        Path file = stored();
        Files.write(file, StateImage.encode(2, List.of(new byte[1], new byte[2])));
        try (FolderStore store = open()) {
            Problem problem = problem("state.corrupt", store::owner);
            assertThat(problem.found()).isEqualTo("2 parts");
            assertThat(problem.message()).containsOnlyOnce("damaged");
        }
    }

    private Path stored() {
        try (FolderStore store = open()) {
            store.keep(OWNER);
        }
        return folder().resolve("platform");
    }

    private static byte[] resigned(byte[] file, int at, int value) throws Exception {
        byte[] changed = file.clone();
        changed[at] = (byte) value;
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(changed, 0, changed.length - 32);
        System.arraycopy(digest.digest(), 0, changed, changed.length - 32, 32);
        return changed;
    }

    private static Problem problem(String code, ThrowingCallable call) {
        CloisterException refused = catchThrowableOfType(CloisterException.class, call);
        assertThat(refused).as("refusal with " + code).isNotNull();
        assertThat(refused.problem().code()).isEqualTo(code);
        assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.HOST);
        return refused.problem();
    }

    private FolderStore open() {
        return FolderStore.open(folder());
    }

    private Path folder() {
        return temporary.resolve("state");
    }
}

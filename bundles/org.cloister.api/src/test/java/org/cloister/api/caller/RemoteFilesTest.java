// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sides, with the messages between them. */
class RemoteFilesTest {
    private static final List<String> WORDS = List.of(
            "launch",
            "in",
            "big",
            "none",
            "sub",
            "closed",
            "/dev/full",
            "/dev/null",
            "out",
            "new",
            "sub/../in",
            "a\0b",
            "--force");

    @TempDir
    private Path folder;

    private final List<byte[]> questions = new ArrayList<>();
    private final List<byte[]> answers = new ArrayList<>();
    private ServedFiles served;
    private RemoteFiles remote;

    @BeforeEach
    void connect() throws IOException {
        served = new ServedFiles(folder, WORDS);
        remote = new RemoteFiles(this::carry);
        Files.writeString(folder.resolve("in"), "content");
        Files.createDirectory(folder.resolve("sub"));
    }

    private byte[] carry(byte[] question) {
        questions.add(question);
        byte[] answer = served.answer(question);
        answers.add(answer);
        return answer;
    }

    @Test
    void aFileComesPieceByPiece() throws IOException {
        byte[] content = new byte[1_000_000];
        new Random(5).nextBytes(content);
        Files.write(folder.resolve("big"), content);

        try (InputStream in = remote.open("--kernel big", "big")) {
            assertThat(in.read()).isEqualTo(content[0] & 0xff);
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 1, content.length));
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer).hasSizeLessThanOrEqualTo(1 << 16));
        assertThat(answers).hasSizeGreaterThan(16);
    }

    @Test
    void filesAreReadOneAfterAnother() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (InputStream in = remote.open("in", "in")) {
                assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("content");
            }
        }
    }

    /** What is wrong with a file is reported in the same words to a local and to a remote caller. */
    @Test
    void refusalsAreThoseOfAFileHere() {
        LocalFiles local = new LocalFiles(folder);
        for (String name : List.of("none", "sub", "a\0b")) {
            Problem here = refused(() -> local.open("--firmware " + name, name));
            Problem there = refused(() -> remote.open("--firmware " + name, name));
            assertThat(there).isEqualTo(here);
        }
        for (String name : List.of("in", "sub", "/dev/null", "in/x")) {
            Problem here = refused(() -> local.outputs(false).create(local.path(name), false));
            // Between processes a name travels as it was written, and is the caller's to resolve
            Problem there = refused(() -> writing("in", "in/x").create(Path.of(name), false));
            assertThat(there).isEqualTo(here);
        }
    }

    /** A command of a client leaves alone what it has read, by whatever name, as one of this process does. */
    @Test
    void whatWasReadIsNotReplaced() throws IOException {
        Files.createSymbolicLink(folder.resolve("out"), folder.resolve("in"));
        for (CallerFiles files : List.of(new LocalFiles(folder), remote)) {
            try (InputStream in = files.open("--tik in", "in")) {
                assertThat(in.readAllBytes()).isNotEmpty();
            }
            for (String name : List.of("in", "out", "sub/../in")) {
                Path target = files == remote ? Path.of(name) : folder.resolve(name);
                try (OutputSet outputs = files.outputs(true)) {
                    assertThat(refused(() -> outputs.requireFree(target)).code())
                            .isEqualTo("file.input");
                    assertThat(refused(() -> outputs.create(target, false)).code())
                            .isEqualTo("file.input");
                }
            }
        }
        assertThat(folder.resolve("in")).hasContent("content");
        try (OutputSet another = new LocalFiles(folder).outputs(true)) {
            assertThatCode(() -> another.requireFree(folder.resolve("in"))).doesNotThrowAnyException();
        }
    }

    private OutputSet writing(String... more) {
        List<String> words = Stream.concat(WORDS.stream().filter(word -> !word.equals("--force")), Stream.of(more))
                .toList();
        return new RemoteFiles(new ServedFiles(folder, words)::answer).outputs(false);
    }

    private static Problem refused(Runnable work) {
        try {
            work.run();
        } catch (CloisterException e) {
            return e.problem();
        }
        throw new AssertionError("not refused");
    }

    @Test
    void whatCannotBeReadOnIsTold() {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/mem")), "needs /proc/self/mem");
        ServedFiles own = new ServedFiles(folder, List.of("/proc/self/mem"));
        InputStream in = new RemoteFiles(own::answer).open("--kernel m", "/proc/self/mem");

        Problem problem = refused(() -> {
            try {
                in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(problem.code()).isEqualTo("file.unreadable");
        assertThat(problem.where()).isEqualTo("--kernel m");
        assertThat(problem.found()).isNotBlank();
    }

    @Test
    void outputsAreThereTogether() throws IOException {
        byte[] content = new byte[200_000];
        new Random(6).nextBytes(content);
        try (OutputSet set = remote.outputs(false)) {
            set.create(Path.of("out"), true);
            set.write(content, 0, content.length);
            set.create(Path.of("new/a"), false);
            assertThat(folder.resolve("out")).doesNotExist();
            set.place();
        }
        assertThat(folder.resolve("out")).hasBinaryContent(content);
        assertThat(folder.resolve("new/a")).isEmptyFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("out"))))
                .isEqualTo("rw-------");
        assertThat(names()).containsExactly("in", "new", "out", "sub");
        assertThat(questions).allSatisfy(question -> assertThat(question).hasSizeLessThanOrEqualTo(1 << 16));
    }

    @Test
    void whatIsNotPlacedIsGoneWithItsFolder() throws IOException {
        try (OutputSet set = remote.outputs(true)) {
            set.create(Path.of("new/a"), false);
            set.write(new byte[10], 0, 10);
        }
        assertThat(names()).containsExactly("in", "sub");
    }

    /** A command that was killed, a connection that broke. */
    @Test
    void whoClosesInTheMiddleLeavesNothing() throws IOException {
        OutputSet set = remote.outputs(false);
        set.create(Path.of("new/a"), false);
        set.write(new byte[10], 0, 10);
        served.close();

        assertThat(names()).containsExactly("in", "sub");
        assertThatExceptionOfType(CloisterException.class).isThrownBy(set::place);
        assertThatCode(set::close).doesNotThrowAnyException();
        assertThat(names()).containsExactly("in", "sub");
    }

    @Test
    void oneThatIsTakenKeepsAllFromBeingThere() throws IOException {
        Problem taken = refused(() -> {
            try (OutputSet set = remote.outputs(false)) {
                set.create(Path.of("out"), false);
                set.create(Path.of("new/b"), false);
                unchecked(() -> Files.createFile(folder.resolve("new/b")));
                set.place();
            }
        });
        assertThat(taken.code()).isEqualTo("file.exists");
        assertThat(names()).containsExactly("in", "new", "sub");
    }

    @Test
    void withForceFilesAreReplaced() {
        try (OutputSet set = remote.outputs(true)) {
            set.create(Path.of("in"), false);
            set.write(new byte[] {'x'}, 0, 1);
            set.place();
        }
        assertThat(folder.resolve("in")).hasContent("x");
    }

    @Test
    void aCallerThatHasGoneHasCancelled() {
        RemoteFiles gone = new RemoteFiles(question -> {
            throw new UncheckedIOException(new IOException("gone"));
        });
        assertThat(refused(() -> gone.open("in", "in")).kind()).isEqualTo(Problem.Kind.CANCELLED);
        assertThat(refused(() -> gone.outputs(false)).kind()).isEqualTo(Problem.Kind.CANCELLED);
    }

    @Test
    void namesThatNoKernelTakesStayHere() {
        String name = "x".repeat(9_000);
        assertThat(refused(() -> remote.open("--kernel " + name, name)).code()).isEqualTo("file.name");
        assertThat(refused(() -> remote.path(name)).code()).isEqualTo("file.name");
        assertThat(questions).isEmpty();
    }

    @Test
    void problemsOfAnyLengthFitIntoAnAnswer() {
        String wide = "\ud83d\ude00".repeat(40_000);
        Problem problem = new Problem(Problem.Kind.HOST, wide, wide, wide, wide, wide, wide);
        byte[] answer = Reply.refused(problem);
        assertThat(answer).hasSizeLessThanOrEqualTo(RemoteFiles.MOST_MESSAGE);
        assertThat(refused(() -> Reply.read(answer)).kind()).isEqualTo(Problem.Kind.HOST);
    }

    @Test
    void whatTheCommandDoesNotNameIsNotTouched() throws IOException {
        Files.writeString(folder.resolve("shadow"), "secret");
        assertThatIllegalArgumentException().isThrownBy(() -> served.answer(open("shadow")));
        assertThatIllegalArgumentException().isThrownBy(() -> served.answer(open("../etc/passwd")));
        served.answer(new byte[] {4, 1});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> served.answer(
                        Question.CREATE.begin().flag(false).text("cron").done()));
        assertThat(names()).containsExactly("in", "shadow", "sub");
    }

    @Test
    void nothingIsReplacedUnlessTheCommandLineSaysSo() {
        ServedFiles careful = new ServedFiles(folder, List.of("launch", "in"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> careful.answer(new byte[] {4, 1}))
                .withMessageContaining("--force");
    }

    private static byte[] open(String name) {
        return Question.OPEN.begin().text("w").text(name).done();
    }

    @Test
    void questionsOutOfTurnAreRefused() {
        for (int code : new int[] {0, 2, 3, 5, 6, 7, 8, 9, 10, 255}) {
            assertThatIllegalArgumentException().isThrownBy(() -> served.answer(new byte[] {(byte) code}));
        }
        served.answer(open("in"));
        assertThatIllegalArgumentException().isThrownBy(() -> served.answer(open("in")));
        served.answer(new byte[] {4, 0});
        assertThatIllegalArgumentException().isThrownBy(() -> served.answer(new byte[] {4, 0}));
        assertThatIllegalArgumentException().isThrownBy(() -> served.answer(new byte[] {7, 1, 2, 3}));
        assertThatIllegalArgumentException().isThrownBy(() -> served.answer(new byte[] {8, 0}));
    }

    /** Whatever comes is answered or refused; no file is written but those that the command names. */
    @Test
    void anyBytesAreAnsweredOrRefused() throws IOException {
        List<byte[]> seeds = List.of(
                open("in"),
                new byte[] {2},
                new byte[] {3},
                new byte[] {4, 0},
                new byte[] {4, 1},
                Question.FREE.begin().text("out").done(),
                Question.CREATE.begin().flag(true).text("new/a").done(),
                new byte[] {7, 1, 2, 3},
                new byte[] {8},
                new byte[] {9});
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] question = seeds.get(random.nextInt(seeds.size())).clone();
            if (random.nextInt(3) == 0) {
                question[random.nextInt(question.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(10) == 0) {
                question = Arrays.copyOf(question, random.nextInt(question.length + 3));
            }
            answered(question);
        }
        served.close();
        assertThat(names()).isSubsetOf("in", "sub", "new", "out");
    }

    private void answered(byte[] question) {
        try {
            Reply.read(served.answer(question));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("(?s).*(message about files|does not name).*");
        } catch (CloisterException told) {
            assertThat(told.problem().code()).startsWith("file.");
        }
    }

    @Test
    void anyAnswerIsOneOrARefusal() {
        Random random = new Random(8);
        byte[] whole = Reply.refused(
                Problem.input("file.missing", "there is no such file").at("x").found("y"));
        for (int round = 0; round < 20_000; round++) {
            byte[] answer = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int i = random.nextInt(3); i > 0 && answer.length > 0; i--) {
                answer[random.nextInt(answer.length)] = (byte) random.nextInt();
            }
            RemoteFiles strange = new RemoteFiles(question -> answer);
            try (InputStream in = strange.open("in", "in")) {
                assertThat(answer[0]).isZero();
            } catch (CloisterException told) {
                assertThat(told.problem().message()).isNotNull();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void aPartOfAnArrayIsWritten() throws IOException {
        ByteArrayOutputStream carried = new ByteArrayOutputStream();
        RemoteFiles watched = new RemoteFiles(question -> {
            carried.writeBytes(question);
            return served.answer(question);
        });
        try (OutputSet set = watched.outputs(false)) {
            set.create(Path.of("out"), true);
            set.write(new byte[] {9, 8, 7, 6}, 1, 2);
            set.place();
        }
        assertThat(folder.resolve("out")).hasBinaryContent(new byte[] {8, 7});
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Work on files. */
    @FunctionalInterface
    private interface FileWork {
        void run() throws IOException;
    }

    private static void unchecked(FileWork work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

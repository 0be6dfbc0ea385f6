// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.Cancellation;
import org.cloister.api.caller.LocalFiles;
import org.cloister.api.caller.RemoteFiles;
import org.cloister.api.caller.ServedFiles;
import org.cloister.api.guest.Evidence;
import org.cloister.cli.session.ClassPathServices;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.session.Streams;
import org.cloister.cli.testing.FakeKeeper;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Commands that a running platform carries out for a client: no file of the client's is opened by the platform,
 * whichever option names it.
 */
class FilesOfClientsTest {
    private static final String NAME = "named.file";
    private static final List<String> LAUNCH =
            List.of("launch", "--connect", "--type", "sev-snp", "--platform", "emulated");
    private static final List<String> PROBE = List.of("probe", "--refresh");

    /** What has to be given beside an option, so that its file is read or written. */
    private static final Map<String, List<String>> BESIDE = Map.of(
            "--initrd", List.of("--kernel", "there"),
            "--secret-header", List.of("--secret", "there"),
            "--secret", List.of("--secret-header", "there"),
            "--report-out", List.of("--attest"),
            "--certs-out", List.of("--attest"));

    /**
     * Options that name what is the platform's or no file; they are refused beside {@code --connect}, or taken out by
     * the client.
     */
    private static final Set<String> REFUSED = Set.of("--run", "--state", "--root");

    /**
     * Classes that may see the folder of a caller in this process, each in commands that are not sent or behind options
     * that are refused there.
     */
    private static final Set<String> LOCAL = Set.of(
            "EmulatedOptions",
            "EvidenceInput",
            "FetchOptions",
            "MonitorOptions",
            "MonitoredGuest",
            "ProbeCommand",
            "SessionCreateCommand",
            "TckCommand",
            "TrustOptions");

    /** Of {@code softsev}, which runs a program in the caller's own process tree and is never sent. */
    private static final Set<String> OF_PROGRAMS = Set.of("OwnWords", "TextLog");

    @TempDir
    private Path folder;

    private final List<String> asked = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> eachOptionThatNamesAFileHasItsClientOpenIt() {
        return Stream.of(LAUNCH, PROBE)
                .flatMap(words -> options(words.get(0))
                        .map(option ->
                                DynamicTest.dynamicTest(words.get(0) + " " + option, () -> isAsked(words, option))));
    }

    @Test
    void theBundleOfASwapIsReadByItsClient() {
        Terminal terminal = client(List.of("swap", "sev-snp", NAME));
        assertThat(terminal.keeper(new FakeKeeper()).run("swap", "sev-snp", NAME))
                .isEqualTo(2);
        assertThat(asked).anyMatch(question -> question.contains(NAME));
        assertThat(terminal.err()).isEqualTo("cloister: JAR " + NAME + ": there is no such file\n");
    }

    private static Stream<String> options(String command) {
        Streams streams = new Streams(System.in, System.out, System.err, false);
        CommandContext session =
                new CommandContext(streams, new LocalFiles(Path.of("")), new ClassPathServices(), new Cancellation());
        return CloisterCommand.line(session, command).getSubcommands().get(command).getCommandSpec().options().stream()
                .filter(option -> option.paramLabel().matches("(?s).*(FILE|DIR|JAR).*"))
                .map(OptionSpec::longestName);
    }

    private void isAsked(List<String> command, String option) throws IOException {
        asked.clear();
        Files.writeString(folder.resolve("there"), "content");
        List<String> words = new ArrayList<>(command);
        if (option.startsWith("--secret")) {
            // Guests of the other type are handed none
            words.replaceAll(word -> word.equals("sev-snp") ? "sev" : word);
        }
        words.addAll(BESIDE.getOrDefault(option, List.of()));
        words.addAll(List.of(option, NAME));
        Terminal terminal = client(words);

        int code = terminal.run(words.toArray(String[]::new));

        if (REFUSED.contains(option)) {
            assertThat(code).as(terminal.err()).isEqualTo(2);
            assertThat(asked).isEmpty();
        } else if (option.equals("--certs-out")) {
            // The guest of this test has no certificates; what becomes of them is what becomes of its report
            assertThat(terminal.err()).contains("--certs-out: the platform gave no certificates");
        } else {
            assertThat(asked).as(terminal.err()).anyMatch(question -> question.contains(NAME));
        }
    }

    /** The services are the platform's, the files a client's. */
    private Terminal client(List<String> words) {
        ServedFiles served = new ServedFiles(folder, words);
        FakeLauncher launcher = new FakeLauncher();
        launcher.evidence = data -> new Evidence(Bytes.of(new byte[1184]), Bytes.EMPTY);
        Terminal terminal = new Terminal()
                .launcher(launcher)
                .host(new ProbeTest.OneFile())
                .probe(new ProbeTest.TwoTypes())
                .conditions(new ProbeTest.OneChange());
        return terminal.files(new RemoteFiles(question -> {
            asked.add(new String(question, StandardCharsets.UTF_8));
            return served.answer(question);
        }));
    }

    /** Files are opened behind one door; nobody goes around it. */
    @Test
    void noCommandOpensFilesByItself() throws IOException {
        assertThat(namesOf(source -> source.contains("java.nio.file.Files;")
                        || source.contains("java.io.File")
                        || source.contains("FileChannel")))
                .isSubsetOf(OF_PROGRAMS);
    }

    /** The reasons why a command may have the folder of a caller in this process stand above. */
    @Test
    void noCommandThatIsSentHasTheFolderOfItsCaller() throws IOException {
        assertThat(namesOf(source -> source.contains("session.folder()"))).isSubsetOf(LOCAL);
    }

    private static List<String> namesOf(Predicate<String> sources) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/org/cloister/cli/command"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (sources.test(Files.readString(file))) {
                    names.add(file.getFileName().toString().replace(".java", ""));
                }
            }
        }
        return names;
    }
}

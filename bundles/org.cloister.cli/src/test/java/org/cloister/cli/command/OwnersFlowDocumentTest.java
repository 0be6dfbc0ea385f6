// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.cli.testing.Terminal;
import org.cloister.core.LaunchBed;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * T4: the flow of a session in docs/launching.md, as it stands there, on the real launcher and software platform; and
 * that the commands print each next command of it.
 */
class OwnersFlowDocumentTest {
    private static final Path PAGE = Path.of("../../docs/launching.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```");
    private static final String PROGRAM = "./cloister ";
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    private final CompletableFuture<String> told = new CompletableFuture<>();
    private CompletableFuture<Terminal> launch;
    private SoftSev sev;
    private GuestLauncher launcher;
    private String last = "";

    @BeforeEach
    void platform() throws IOException {
        Needs.program("mkfifo");
        Files.writeString(folder.resolve("passphrase"), "open sesame");
        sev = new SoftSev(PlatformSettings.DEFAULT, Optional.of(folder.resolve("state")));
        launcher = LaunchBed.of(sev);
    }

    @AfterEach
    void close() {
        sev.close();
    }

    private static List<String> lines() throws IOException {
        String block = BLOCK.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .filter(text -> text.contains("session create"))
                .findFirst()
                .orElseThrow();
        return block.replaceAll(" *\\\\\n *", " ")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @Test
    void t4TheDocumentedFlowEndsWithASecretInTheGuest() throws Exception {
        for (String line : lines()) {
            run(line.replace("DIR", "state"));
        }
        Terminal host = launch.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(host.out()).contains("sev-es, running").doesNotContain("open sesame");
    }

    @Test
    void t4AChainOfASoftwarePlatformWantsItsRoot() {
        command(folder, List.of("platform", "export", "--platform", "emulated", "--out", "chain"));
        Terminal terminal = new Terminal().folder(folder);
        assertThat(terminal.run(
                        "session",
                        "create",
                        "--pdh",
                        "chain/pdh.cert",
                        "--chain",
                        "chain",
                        "--policy",
                        "0x1",
                        "--out",
                        "o"))
                .isEqualTo(1);
        assertThat(terminal.err()).contains("name its root with --trust-root").doesNotContain("(--chain)");
    }

    @Test
    void t4PrintedLinesSurviveAnApostrophe() throws Exception {
        command(folder, List.of("platform", "export", "--platform", "emulated", "--out", "chain"));
        String command =
                "session create --pdh chain/pdh.cert --chain chain --trust-root chain/ask_ark.cert --policy 0x1";
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("--out", "it's mine", "-o", "text"));
        String row = command(folder, words)
                .out()
                .lines()
                .filter(line -> line.startsWith("launch"))
                .findFirst()
                .orElseThrow();
        assertThat(split(row.replaceFirst("^launch +", "")))
                .containsSequence("--type", "sev", "--policy", "0x1")
                .containsSequence("--dh-cert-file", "it's mine/vm_godh.b64")
                .containsSequence("--session-file", "it's mine/vm_session.b64");
    }

    private void run(String line) throws Exception {
        if (line.endsWith(" &")) {
            assertThat(last)
                    .contains("cloister launch --type sev-es --policy 0x5 --dh-cert-file owner/vm_godh.b64"
                            + " --session-file owner/vm_session.b64");
            launch = CompletableFuture.supplyAsync(() -> begin(words(line.substring(0, line.length() - 2))));
            launch.whenComplete((ended, failure) ->
                    told.completeExceptionally(failure == null ? new AssertionError("the launch ended") : failure));
            return;
        }
        if (!line.startsWith(PROGRAM)) {
            Process shell = new ProcessBuilder("sh", "-c", line)
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            assertThat(shell.waitFor()).as(line).isZero();
            return;
        }
        String measured = line.contains("B64") ? measurement() : "";
        List<String> words = words(line.replace("B64", measured));
        requireTold(words);
        last = command(folder, words).out();
    }

    /** What the documentation says next was printed before, where it has no words of the reader's. */
    private void requireTold(List<String> words) throws Exception {
        switch (words.get(0) + " " + words.get(1)) {
            case "session create" ->
                assertThat(last)
                        .contains("cloister session create --pdh " + folder + "/chain/pdh.cert --chain " + folder
                                + "/chain --trust-root " + folder + "/chain/ask_ark.cert --policy HEX --out DIR");
            case "verify measurement" -> {
                List<String> printed = split(printed("verify: "));
                assertThat(printed.subList(1, printed.size()))
                        .isEqualTo(words.stream()
                                .map(word -> word.replace("owner/", ""))
                                .toList());
                // As it was printed, in the owner's folder
                command(folder.resolve("owner"), printed.subList(1, printed.size()));
            }
            case "secret pack" ->
                assertThat(last)
                        .contains("cloister "
                                + String.join(" ", words).replaceAll("--secret \\S+ ", "--secret GUID:FILE "));
            default -> {}
        }
    }

    private String measurement() throws Exception {
        return printed("measurement: ");
    }

    private String printed(String title) throws Exception {
        Matcher line = Pattern.compile("(?m)^" + title + "(.*)$").matcher(told.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertThat(line.find()).isTrue();
        return line.group(1);
    }

    /** As a shell splits it. */
    private static List<String> split(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + command).start();
        return shell.inputReader().lines().toList();
    }

    private Terminal command(Path from, List<String> words) {
        Terminal terminal = new Terminal().folder(from).launcher(launcher).processor(sev);
        assertThat(terminal.run(words.toArray(String[]::new)))
                .as(words + ": " + terminal.err() + terminal.out())
                .isZero();
        return terminal;
    }

    private Terminal begin(List<String> words) {
        Terminal terminal =
                new Terminal().folder(folder).launcher(launcher).processor(sev).standardError(new Told());
        assertThat(terminal.run(words.toArray(String[]::new))).isZero();
        return terminal;
    }

    private static List<String> words(String line) {
        return new ArrayList<>(List.of(line.substring(PROGRAM.length()).strip().split(" +")));
    }

    /** An error stream on which a line is waited for. */
    private final class Told extends ByteArrayOutputStream {
        @Override
        public synchronized void flush() {
            String text = toString(StandardCharsets.UTF_8);
            if (text.contains("verify: ")) {
                told.complete(text);
            }
        }
    }
}

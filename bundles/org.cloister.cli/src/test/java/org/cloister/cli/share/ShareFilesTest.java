// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.cli.ShareFolder;
import org.cloister.cli.command.CommandTable;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Completion and manual pages have every command with every option, and the programs that they are for take them. */
class ShareFilesTest {
    private static final String BASH = CompletedShell.BASH.file();
    private static final String ZSH = CompletedShell.ZSH.file();
    private static final String FISH = CompletedShell.FISH.file();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        ShareFolder.main(new String[] {folder.toString()});
    }

    @Test
    void eachCommandHasItsPage() throws IOException {
        try (Stream<Path> pages = Files.list(folder.resolve("man/man1"))) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .hasSize(CommandPage.all(ShareFolder.program()).size())
                    .contains("cloister.1", "cloister-platform-snp-config.1")
                    .containsAll(CommandTable.rows().keySet().stream()
                            .map(name -> "cloister-" + name + ".1")
                            .toList());
        }
    }

    @Test
    void eachPageHasEachOptionOfItsCommandAndEachCommandBelow() {
        Map<String, String> files = ShareFiles.all(ShareFolder.program(), "");
        for (CommandPage page : CommandPage.all(ShareFolder.program())) {
            String name = new ManualPage(page, "").name();
            String text = files.get("man/man1/" + name + ".1").replace("\\-", "-");
            assertThat(text)
                    .startsWith(".TH \"" + name.toUpperCase(Locale.ROOT) + "\" \"1\" \"\" ")
                    .contains(
                            "\n.B \"cloister" + page.place() + "\"\n",
                            page.meaning().split("'")[0]);
            page.options().forEach(option -> assertThat(text).contains(".B \"" + String.join(", ", option.names())));
            page.below().forEach(next -> assertThat(text).contains(".B \"" + next.name() + "\"\n"));
        }
    }

    @Test
    void eachShellHasEachCommandWithEachOption() {
        Map<String, String> files = ShareFiles.all(ShareFolder.program(), "");
        for (CommandPage page : CommandPage.all(ShareFolder.program())) {
            if (!page.place().equals(" help")) {
                requireOptions(
                        page, "bash", part(files.get(BASH), "    '" + page.place() + "')\n", ";;\n        esac"));
                requireOptions(page, "zsh", part(files.get(ZSH), "('" + page.place() + "')\n", "    ;;\n"));
                requireInFish(page, files.get(FISH));
            }
        }
    }

    private static void requireOptions(CommandPage page, String shell, String text) {
        page.options()
                .forEach(option ->
                        assertThat(text).as(page.place() + " in " + shell).contains(option.names()));
        page.below().forEach(next -> assertThat(text).contains(next.name()));
    }

    private static void requireInFish(CommandPage page, String text) {
        String here = "complete -c cloister -n '__cloister_at \\'" + page.place() + "\\''";
        page.options().stream()
                .flatMap(option -> option.names().stream())
                .map(name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                .forEach(name -> assertThat(text.lines())
                        .as(page.place())
                        .anyMatch(line -> line.startsWith(here) && (line + " ").contains(name + " ")));
        page.below().forEach(next -> assertThat(text).contains(here + " -a " + next.name() + " "));
    }

    private static String part(String text, String begin, String end) {
        int from = text.indexOf(begin);
        assertThat(from).as(begin).isNotNegative();
        return text.substring(from, text.indexOf(end, from));
    }

    @ParameterizedTest(name = "cloister {0}")
    @CsvSource(delimiter = '|', textBlock = """
            mea                              | measure
            launch --platform em             | emulated
            launch --typ                     | --type
            launch --type sev-               | sev-es sev-snp
            launch --type = sev-s            | sev-snp
            launch --kernel-hashes o         | on off
            launch --memory 2                |
            platform snp-                    | snp-status snp-config snp-commit
            help platform snp-c              | snp-config snp-commit
            show launch --o                  | --output
            completion f                     | fish
            """)
    void bashCompletes(String typed, String completed) throws Exception {
        Needs.program("bash");
        String words = "cloister " + typed;
        String script = "source '" + folder.resolve(BASH) + "'; COMP_WORDS=(" + words
                + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _cloister; echo \"${COMPREPLY[*]}\"";
        assertThat(run("bash", "--norc", "-c", script)).isEqualTo((completed == null ? "" : completed) + "\n");
    }

    @ParameterizedTest(name = "cloister {0}")
    @CsvSource(delimiter = '|', textBlock = """
            mea                              | measure
            launch --platform em             | emulated
            launch --type=sev-e              | --type=sev-es
            platform vlek-l                  | vlek-load
            help platform snp-conf           | snp-config
            """)
    void fishCompletes(String typed, String completed) throws Exception {
        Needs.program("fish");
        String script = "source '" + folder.resolve(FISH) + "'; complete -C 'cloister " + typed + "'";
        assertThat(run("fish", "--no-config", "-c", script))
                .startsWith(completed + "\t")
                .hasLineCount(1);
    }

    /** In a terminal, as nothing else completes there: what was typed is written on, and then a blank. */
    @ParameterizedTest(name = "cloister {0}")
    @CsvSource(delimiter = '|', textBlock = """
            mea                              | cloister measure
            launch --platform em             | cloister launch --platform emulated
            platform vlek-l                  | cloister platform vlek-load
            help platform snp-conf           | cloister help platform snp-config
            """)
    void zshCompletes(String typed, String completed) throws Exception {
        Needs.program("zsh");
        String script = """
                zmodload zsh/zpty
                zpty shell zsh -f -i
                zpty -w shell "fpath=('%s' \\$fpath); autoload -Uz compinit; compinit -u -D; print REA''DY"
                zpty -r shell heard '*READY*'
                zpty -w -n shell $'cloister %s\\t'
                zpty -r shell heard '*%s*'
                """.formatted(folder.resolve(ZSH).getParent(), typed, completed);
        run("timeout", "60", "zsh", "-f", "-c", script);
    }

    @ParameterizedTest
    @CsvSource({"BASH,bash -n", "ZSH,zsh -n", "FISH,fish --no-execute"})
    void eachShellTakesItsFile(CompletedShell shell, String check) throws Exception {
        String[] words = check.split(" ");
        Needs.program(words[0]);
        assertThat(run(words[0], words[1], folder.resolve(shell.file()).toString()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"groff -ww -man -Tutf8 -z", "mandoc -Tlint -Werror", "man --warnings -l"})
    void nothingIsWrongWithThePages(String check) throws Exception {
        Needs.program(check.split(" ")[0]);
        try (Stream<Path> pages = Files.list(folder.resolve("man/man1"))) {
            String all = String.join(" ", pages.map(Path::toString).sorted().toList());
            String quiet = check.startsWith("man ") ? " 2>&1 >/dev/null" : " 2>&1";
            assertThat(run("sh", "-c", check + " " + all + quiet)).isEmpty();
        }
    }

    private static String run(String... words) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(List.of(words)).redirectErrorStream(true);
        process.environment().putAll(Map.of("LC_ALL", "C.UTF-8", "HOME", folder.toString(), "MANPAGER", "cat"));
        Process running = process.start();
        running.getOutputStream().close();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor()).as(said).isZero();
        return said;
    }
}

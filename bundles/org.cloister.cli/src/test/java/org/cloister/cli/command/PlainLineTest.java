// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cloister.api.Cancellation;
import org.cloister.api.caller.LocalFiles;
import org.cloister.cli.session.ClassPathServices;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.session.Streams;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** picocli is the judge: what is read without it has the values that it reads, and what it refuses is left to it. */
class PlainLineTest {
    private static final int LINES = Integer.getInteger("lines", 80);
    private static final CommandContext SESSION = new CommandContext(
            new Streams(System.in, System.out, System.err, false),
            new LocalFiles(Path.of("")),
            new ClassPathServices(),
            new Cancellation());

    /** Values of every form that an option has, and words that only look like one. */
    private static final List<String> VALUES = List.of(
            "1",
            "0x10",
            "-1",
            "5s",
            "250ms",
            "512M",
            "json",
            "TEXT",
            "Hex",
            "bash",
            "on",
            "vcek",
            "emulated",
            "1.55",
            "ab".repeat(48),
            "ab".repeat(32),
            "2026-01-02T03:04:05Z",
            "736869e5-84f0-4973-92ec-06879ce3da0b:file",
            "sev-snp",
            "g1",
            "a b",
            "a=b",
            "a,b",
            "-",
            "--",
            "-x",
            "--help",
            "'q'",
            "\"q\"",
            "${user.home}",
            "@file",
            "é",
            "list",
            "\\",
            "");

    /** The commands that have none below them, by their words; a new model each time. */
    private static Map<List<String>, Supplier<CommandModel>> commands() {
        Map<List<String>, Supplier<CommandModel>> commands = new LinkedHashMap<>();
        CommandTable.rows().values().forEach(row -> collect(List.of(row.name()), () -> row.model(SESSION), commands));
        return commands;
    }

    private static void collect(
            List<String> words, Supplier<CommandModel> model, Map<List<String>, Supplier<CommandModel>> commands) {
        List<String> below =
                model.get().line().getSubcommands().keySet().stream().toList();
        if (below.isEmpty()) {
            commands.put(words, model);
        }
        for (String name : below) {
            List<String> more = Stream.concat(words.stream(), Stream.of(name)).toList();
            collect(more, () -> model.get().below(name).orElseThrow(), commands);
        }
    }

    @TestFactory
    Stream<DynamicTest> valuesAreThoseThatPicocliReads() {
        return commands().entrySet().stream()
                .filter(command -> !command.getKey().equals(List.of("help")))
                .map(command -> DynamicTest.dynamicTest(
                        String.join(" ", command.getKey()), () -> compare(command.getKey(), command.getValue())));
    }

    private static void compare(List<String> name, Supplier<CommandModel> command) {
        Random random = new Random(name.hashCode());
        int plainly = 0;
        for (int i = 0; i < LINES; i++) {
            List<String> words = words(command.get().rows(), random);
            CommandModel plain = command.get();
            if (read(plain, words).isPresent()) {
                plainly++;
                CommandModel judge = command.get();
                judge.line().setCaseInsensitiveEnumValuesAllowed(true).parseArgs(words.toArray(String[]::new));
                assertThat(values(plain)).as(words.toString()).isEqualTo(values(judge));
            }
        }
        assertThat(plainly).isPositive();
    }

    private static Optional<?> read(CommandModel command, List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.add(0, "name");
        return PlainLine.of(command, all.toArray(String[]::new));
    }

    private static List<Object> values(CommandModel command) {
        List<Object> values = new ArrayList<>();
        command.rows().forEach(row -> values.add(row.value()));
        return values;
    }

    /** Everything that has to be given, and some of the rest. */
    private static List<String> words(List<OptionRow<?>> rows, Random random) {
        List<String> words = new ArrayList<>();
        for (OptionRow<?> row : rows) {
            for (int chance = row.isRequired() ? 1 : 5; random.nextInt(chance) == 0; chance = 5) {
                String[] names = row.names();
                if (!row.isOperand()) {
                    words.add(names[random.nextInt(names.length)]);
                }
                if (!row.isFlag()) {
                    words.add(fitting(row, random));
                }
            }
        }
        return words;
    }

    private static String fitting(OptionRow<?> row, Random random) {
        List<String> read =
                VALUES.stream().filter(value -> row.read(value).isPresent()).toList();
        List<String> from = random.nextInt(20) == 0 || read.isEmpty() ? VALUES : read;
        return from.get(random.nextInt(from.size()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "measure --type sev-snp --firmware - --vcpus 4 --append -x -o JSON --format Base64",
                "verify report --report r.bin --min-tcb snp=3 --fetch",
                "list --run /none",
                "stop g1 g2",
                "platform status",
                "probe",
                "launch --type sev-snp --platform emulated"
            })
    void whatPeopleTypeIsPlain(String line) {
        assertThat(CloisterCommand.plain(SESSION, line.split(" "))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "help",
                "help measure",
                "nope",
                "#",
                "verify",
                "verify nope",
                "--version",
                "measure --help",
                "measure -h",
                "measure --type",
                "measure --type -x",
                "measure --type=sev",
                "measure --type sev --type sev",
                "measure --type sev --vcpus two",
                "measure --type sev x",
                "measure --type sev -ojson",
                "measure --type sev -o xml",
                "measure --type sev -- more",
                "info",
                "verify report --report r --certs a b"
            })
    void theRestIsReadByPicocli(String line) {
        assertThat(CloisterCommand.plain(SESSION, line.isEmpty() ? new String[0] : line.split(" ")))
                .isEmpty();
    }

    @Test
    void wordsThatAreWrongLeaveNothingBehind() {
        CommandModel command = CommandTable.row("measure").orElseThrow().model(SESSION);
        String[] words = {"--type", "sev", "--vcpus", "2", "--nope"};
        assertThat(read(command, Arrays.asList(words))).isEmpty();
        CommandLine line = command.line();
        line.parseArgs("--type", "sev-snp");
        assertThat(values(command)).contains("sev-snp").doesNotContain("sev", 2);
    }
}

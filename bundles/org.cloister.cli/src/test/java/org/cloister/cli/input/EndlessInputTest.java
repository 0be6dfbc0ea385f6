// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever an owner's command is given to read, it answers soon and in little memory: a process with 256 MiB of heap
 * reads devices, pipes without an end, and files that are larger than they may be.
 */
class EndlessInputTest {
    private static final String LARGE = "large.pem";
    private static final List<String> INPUTS = List.of("/dev/zero", "link", InputCommands.PIPE, LARGE);

    /** An input that is judged ends in a verdict, any other that cannot be used is a wrong option. */
    private static final List<String> REFUSED = List.of(
            "verify report --report small --certs IN",
            "verify report --report small --certs small --crl IN",
            "verify report --report small --certs small --trust-root IN",
            "verify report --report small --certs small --policy-file IN",
            "verify chain IN",
            "verify chain small --crl IN",
            "verify chain small --trust-root IN",
            "session create --pdh IN --policy 0x1 --out .",
            "session create --pdh small --chain IN --policy 0x1 --out .",
            "session create --pdh small --trust-root IN --policy 0x1 --out .",
            "certs import IN --out table",
            "certs export IN --out .",
            "show IN",
            "id-block digest IN",
            "measure --type sev-snp --firmware IN",
            "measure --type sev-snp --kernel IN");

    private static final String JUDGED = "verify report --report IN --certs small";

    @TempDir
    Path folder;

    @BeforeEach
    void inputs() throws IOException, InterruptedException {
        Needs.file(Path.of("/dev/zero"));
        Needs.program("mkfifo");
        Files.writeString(folder.resolve("small"), "of last week");
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(LARGE).toFile(), "rw")) {
            file.setLength(2L << 30);
        }
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero"));
        Path pipe = folder.resolve(InputCommands.PIPE);
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        List<String> commands = new ArrayList<>(REFUSED);
        commands.add(JUDGED);
        Files.write(folder.resolve("commands"), commands);
    }

    @Test
    @DisplayName("V5: what has no end or is too large is refused by name, whoever reads it, and no memory is missing")
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    void v5() throws IOException, InterruptedException {
        List<String> answers = run();

        assertThat(answers).hasSize((REFUSED.size() + 1) * INPUTS.size());
        for (int i = 0; i < answers.size(); i++) {
            String command = i / INPUTS.size() < REFUSED.size() ? REFUSED.get(i / INPUTS.size()) : JUDGED;
            boolean judged = command.equals(JUDGED);
            assertThat(answers.get(i))
                    .as("%s with %s", command, INPUTS.get(i % INPUTS.size()))
                    .startsWith(judged ? "1 " : "2 ")
                    .containsPattern(judged ? "report\\.size" : "this file is (too large|larger than)");
        }
    }

    private List<String> run() throws IOException, InterruptedException {
        Path answers = folder.resolve("answers");
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                InputCommands.class.getName(),
                folder.toString()));
        words.addAll(INPUTS);
        Process process = new ProcessBuilder(words)
                .redirectError(folder.resolve("errors").toFile())
                .redirectOutput(answers.toFile())
                .start();
        process.waitFor();
        assertThat(Files.readString(folder.resolve("errors"))).isEmpty();
        return Files.readAllLines(answers);
    }
}

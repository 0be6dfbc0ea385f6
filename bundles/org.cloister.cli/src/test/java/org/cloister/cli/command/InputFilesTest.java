// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.Terminal;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that cannot be used: exit code 2 and one line that names option and file. */
class InputFilesTest {
    private static final String MEASUREMENT =
            "000000000000000000000000000000000000000000000000" + "000000000000000000000000000000000000000000000000";

    @TempDir
    Path folder;

    @Test
    void missing() {
        refused("--firmware nix.fd: there is no such file", "--firmware", "nix.fd");
    }

    @Test
    void aFolder() {
        refused("--firmware .: this is a folder", "--firmware", ".");
    }

    @Test
    void noName() {
        refused("--firmware a{00}b: this is not a file name", "--firmware", "a\0b");
    }

    @Test
    void empty() throws IOException {
        Files.createFile(folder.resolve("empty"));

        refused("--firmware empty: this file is empty", "--firmware", "empty");
    }

    @Test
    void tooLarge() throws IOException {
        try (var file = Files.newByteChannel(
                folder.resolve("large"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.position(16L << 20).write(ByteBuffer.allocate(1));
        }

        refused("--firmware large: this file is too large (expected at most 16 MiB)", "--firmware", "large");
    }

    @Test
    void endless() {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/zero")), "needs /dev/zero");

        refused("--firmware /dev/zero: this file is too large", "--firmware", "/dev/zero");
    }

    @Test
    void forbidden() throws IOException {
        Path file = Files.writeString(folder.resolve("forbidden"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "needs a user who may not read everything");

        refused("--firmware forbidden: you may not read this file", "--firmware", "forbidden");
    }

    @Test
    void noOvmf() throws IOException {
        Files.write(folder.resolve("zeros"), new byte[65536]);

        refused("zeros, offset 0xffd0", "--firmware", "zeros");
    }

    @Test
    void standardInputIsAFile() {
        Terminal terminal = new Terminal().in(SampleFirmware.image().content().toArray());

        assertThat(terminal.run("measure", "--type", "sev-snp", "--firmware", "-"))
                .as(terminal.err())
                .isZero();
    }

    @Test
    void standardInputIsReadOnce() throws IOException {
        Firmware.sample(folder);
        Terminal terminal = new Terminal().folder(folder).in(new byte[] {1});

        int code = terminal.run(
                "measure", "--type", "sev-snp", "--firmware", "sample.fd", "--kernel", "-", "--initrd", "-");

        assertThat(code).isEqualTo(2);
        assertThat(terminal.err())
                .contains("--initrd -: standard input is already read by another option")
                .hasLineCount(1);
    }

    @Test
    void emptyStandardInput() {
        refused("--firmware -: this file is empty", "--firmware", "-");
    }

    @Test
    @Timeout(60)
    void aCancellationDoesNotWaitForInput() {
        Terminal terminal = new Terminal();
        terminal.in(new InputStream() {
            @Override
            public int read() throws IOException {
                terminal.cancellation.cancel();
                return new PipedInputStream(new PipedOutputStream()).read();
            }
        });

        assertThat(terminal.run("measure", "--type", "sev-snp", "--firmware", "-"))
                .isEqualTo(1);
        assertThat(terminal.err()).startsWith("cloister: cancelled").hasLineCount(1);
    }

    /** A pipe that nobody writes to is waited for, and only as long as nobody cancels. */
    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "show pipe",
                "measure --type sev --kernel pipe",
                "measure --domain-xml pipe",
                "verify report --report pipe",
                "verify report --report other --certs pipe",
                "verify report --report other --trust-root pipe",
                "verify report --report other --crl pipe",
                "verify report --report other --policy-file pipe",
                "verify report --reports-from pipe",
                "verify chain pipe",
                "certs import pipe --out table",
                "certs export pipe --out d",
                "session create --pdh pipe --policy 0x1 --out s",
                "secret pack --tik pipe --tek pipe --measurement "
                        + MEASUREMENT
                        + " --secret 00112233-4455-6677-8899-aabbccddeeff:pipe --header h --payload p"
            })
    void aCancellationDoesNotWaitForAPipe(String words) throws Exception {
        Needs.program("mkfifo");
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.writeString(folder.resolve("other"), "another file");
        Terminal terminal = new Terminal().folder(folder);
        terminal.cancellation.cancel();

        int code = terminal.run(words.split(" +"));

        assertThat(terminal.err()).contains("cancelled");
        assertThat(code).isEqualTo(1);
    }

    private void refused(String message, String... options) {
        Terminal terminal = new Terminal().folder(folder);
        String[] arguments = Stream.concat(Stream.of("measure", "--type", "sev-snp"), Stream.of(options))
                .toArray(String[]::new);

        assertThat(terminal.run(arguments)).isEqualTo(2);
        assertThat(terminal.err()).startsWith("cloister: " + message).hasLineCount(1);
        assertThat(terminal.out()).isEmpty();
    }
}

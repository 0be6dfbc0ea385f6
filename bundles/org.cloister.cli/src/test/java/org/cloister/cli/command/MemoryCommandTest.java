// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.launch.Guest;
import org.cloister.cli.testing.CommandBench;
import org.cloister.cli.testing.JsonKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code memory read} and {@code memory write} on a guest that may be debugged, and on one that may not. */
class MemoryCommandTest {
    @TempDir
    Path folder;

    private CommandBench bench;
    private long gpa;

    @BeforeEach
    void launch() {
        bench = new CommandBench(folder);
        launch("--debug", "on");
        launch("--debug", "off");
        gpa = guest(0).report().plan().ranges().get(0).gpa();
    }

    private void launch(String... more) {
        List<String> words = new ArrayList<>(List.of("launch", "--type", "sev-snp", "--platform", "emulated"));
        words.addAll(List.of(more));
        words.add("--connect");
        assertThat(bench.run(words)).as(bench.err()).isZero();
    }

    @Test
    void theGuestReadsWhatWasWritten() {
        assertThat(run("memory", "write", "g1", hex(3), "--hex", "c0ffee")).isZero();
        assertThat(bench.out()).isEqualTo("wrote  3 bytes at " + hex(3) + "\n");
        assertThat(guest(0).memory().guestView().read(gpa + 3, 3)).isEqualTo(Bytes.ofHex("c0ffee"));
        assertThat(run("memory", "read", "g1", hex(3), "3")).isZero();
        assertThat(bench.out()).isEqualTo(hex(3) + "  c0 ff ee\n");
    }

    @Test
    void linesHave16BytesEach() {
        assertThat(run("memory", "read", "g1", Long.toString(gpa), "0x12")).isZero();
        Bytes seen = guest(0).memory().guestView().read(gpa, 18);
        List<String> lines = bench.out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).replace(" ", ""))
                .isEqualTo(hex(0) + seen.slice(0, 16).hex());
        assertThat(lines.get(1)).startsWith(hex(16) + "  ").hasSize(hex(16).length() + 7);
    }

    @Test
    void jsonNamesGuestPlaceAndContent() {
        assertThat(run("memory", "read", "g1", hex(0), "2", "-o", "json")).isZero();
        JsonObject json = JsonKeys.document(bench.out());
        assertThat(json.keySet()).containsExactly("guest", "gpa", "size", "content");
        assertThat(json.getAsJsonObject("guest").get("id").getAsString()).isEqualTo("g1");
        assertThat(json.get("gpa").getAsString()).isEqualTo(hex(0));
        assertThat(json.get("size").getAsInt()).isEqualTo(2);
        assertThat(json.get("content").getAsString())
                .isEqualTo(guest(0).memory().guestView().read(gpa, 2).hex());
        assertThat(run("memory", "write", "g1", hex(0), "--hex", "00", "-o", "json"))
                .isZero();
        assertThat(JsonKeys.document(bench.out()).keySet()).containsExactly("guest", "gpa", "size");
    }

    @Test
    void filesHaveTheBytesAsTheyAreAndArePrivate() throws IOException {
        byte[] written = new byte[0x1003];
        written[0x1002] = 42;
        Path source = Files.write(folder.resolve("source"), written);
        assertThat(run("memory", "write", "g1", hex(0), "--in", "source")).isZero();
        String[] read = {"memory", "read", "g1", hex(0), "0x1003", "--out", "copy"};
        assertThat(run(read)).as(bench.err()).isZero();
        Path copy = folder.resolve("copy");
        assertThat(copy).hasSameBinaryContentAs(source);
        assertThat(Files.getPosixFilePermissions(copy)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(bench.out()).startsWith("read   4099 bytes at " + hex(0) + " into ");
        assertThat(run(read)).as("it exists").isEqualTo(2);
        assertThat(run("memory", "read", "g1", hex(0), "1", "--out", "copy", "--force", "-o", "json"))
                .isZero();
        assertThat(JsonKeys.document(bench.out()).keySet()).containsExactly("guest", "gpa", "size", "file");
        assertThat(copy).hasBinaryContent(new byte[1]);
    }

    @Test
    void aPolicyThatForbidsItIsNamed() throws IOException {
        Bytes before = guest(1).memory().guestView().read(gpa, 16);
        assertThat(run("memory", "read", "g2", hex(0), "16", "--out", "copy")).isEqualTo(1);
        assertThat(bench.err()).contains("debug");
        assertThat(folder.resolve("copy")).doesNotExist();
        assertThat(run("memory", "write", "g2", hex(0), "--hex", "00")).isEqualTo(1);
        assertThat(bench.err()).contains("debug");
        assertThat(bench.out()).isEmpty();
        assertThat(guest(1).memory().guestView().read(gpa, 16)).isEqualTo(before);
    }

    /** Words behind {@code memory}, with the first page's address for GPA, and what is said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read g1 GPA 0                         | expected 1 to 65536 bytes",
                "read g1 GPA 65537                     | name a file with --out",
                "read g1 GPA 16777217 --out copy       | take it in several pieces",
                "read g1 GPA 4294967296                | not a number from 0 to 0xffffffff",
                "read g1 0x7fffffffffffffff 2          | 0x7fffffffffffffff",
                "read g1 0x8000000000000000 2          | not a number from 0 to 0x7fffffffffffffff",
                "read g1 0x10000000000 16              | this is not a run of the guest's memory",
                "read g7 GPA 16                        | there is no such guest",
                "read g1 GPA                           | SIZE",
                "write g1 GPA                          | found neither",
                "write g1 GPA --hex 00 --in source     | found both",
                "write g1 GPA --hex 0                  | not an even number of hexadecimal digits",
                "write g1 GPA --in nowhere             | --in nowhere",
                "write g1 0x10000000000 --hex 00       | this is not a run of the guest's memory"
            })
    void whatIsWrongIsSaid(String words, String said) {
        assertThat(run(("memory " + words.replace("GPA", hex(0))).split(" "))).isEqualTo(2);
        assertThat(bench.err()).contains(said);
        assertThat(bench.out()).isEmpty();
    }

    private int run(String... words) {
        return bench.run(List.of(words));
    }

    private String hex(long offset) {
        return "0x" + Long.toHexString(gpa + offset);
    }

    private Guest guest(int index) {
        return bench.launcher().guests().get(index);
    }
}

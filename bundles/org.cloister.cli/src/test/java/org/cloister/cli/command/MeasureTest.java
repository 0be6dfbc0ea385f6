// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.cloister.cli.testing.FakeLauncher;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.cloister.testing.DataFolder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What {@code measure} answers, also against digests that an independent tool computed. */
class MeasureTest {
    private static final Map<String, String> TYPES = Map.of("snp", "sev-snp", "sev", "sev", "seves", "sev-es");

    @TestFactory
    Stream<DynamicTest> knownDigests() {
        return DataFolder.rows("expected/measurements.csv", line -> TYPES.containsKey(line.split(",", 2)[0]))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
                    String[] cells = row.cells();
                    assertThat(digestOf(TYPES.get(cells[0]), arguments(cells))).isEqualTo(cells[8]);
                }));
    }

    @Test
    void firmwareHashesAreForSnpAlone() {
        Terminal terminal = new Terminal();

        assertThat(terminal.run("measure", "--type", "sev-es", "--print-firmware-hash"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("found sev-es, expected sev-snp").hasLineCount(1);
    }

    @Test
    void knownFirmwareHash() {
        String[] row = DataFolder.rows("expected/measurements.csv", line -> line.startsWith("snp:ovmf-hash,"))
                .findFirst()
                .orElseThrow()
                .cells();

        assertThat(digest("--firmware", ovmf(), "--print-firmware-hash")).isEqualTo(row[8]);
    }

    @Test
    void aFirmwareHashStandsForHashingTheFirmware() {
        String hash = digest("--print-firmware-hash");

        assertThat(digest("--firmware-hash", hash)).isEqualTo(digest());
        assertThat(digest("--firmware-hash", "0x" + "00".repeat(48))).isNotEqualTo(digest());
    }

    @Test
    void base64IsTheSameDigest() {
        assertThat(Base64.getDecoder().decode(digest("--format", "base64")))
                .isEqualTo(HexFormat.of().parseHex(digest()));
    }

    @Test
    void theModelCanBeSaidInThreeWays() {
        assertThat(digest("--vcpu-sig", "0xa00f11"))
                .isEqualTo(digest("--vcpu-type", "EPYC-Milan"))
                .isEqualTo(digest("--vcpu-family", "25", "--vcpu-model", "1", "--vcpu-stepping", "1"))
                .isNotEqualTo(digest());
    }

    @Test
    void notesDoNotMixWithTheDigest(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("kern"), "kernel");
        Terminal terminal = new Terminal().folder(folder);

        assertThat(terminal.run("measure", "--type", "sev-snp", "--kernel", "kern"))
                .isZero();
        assertThat(terminal.out()).matches("[0-9a-f]{96}\\R");
        assertThat(terminal.err()).startsWith("note: Kernel hashes are on");
    }

    @Test
    void digestLeadsBackToItsSettings() {
        String digest = digest("--vcpus", "3", "--vcpu-type", "EPYC-Milan");
        Terminal terminal = new Terminal();

        assertThat(terminal.run("measure", "--type", "sev-snp", "--find", digest))
                .isZero();
        assertThat(terminal.out())
                .containsPattern("init2 +3 +0x1 +off +0xa00f11 .*EPYC-Milan")
                .hasLineCount(2);
        Terminal json = new Terminal();
        json.run("measure", "--type", "sev-snp", "--find", digest, "-o", "json");
        assertThat(JsonKeys.document(json.out()).keySet()).containsExactly("type", "digest", "matches");
    }

    @Test
    void digestThatNothingGivesIsNotFound() {
        Terminal terminal = new Terminal();

        assertThat(terminal.run("measure", "--type", "sev-snp", "--find", "00".repeat(48)))
                .isEqualTo(1);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).contains("nothing that was tried").hasLineCount(1);
        assertThat(new Terminal().run("measure", "--type", "sev-snp", "--find", "0011"))
                .isEqualTo(2);
    }

    @Test
    void jsonHasTheKeysOfTheContract() {
        Terminal terminal = new Terminal();
        terminal.run("measure", "--type", "sev-snp", "-o", "json");

        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.keySet()).containsExactly("type", "algorithm", "digest", "profile", "pages");
        assertThat(json.get("algorithm").getAsString()).isEqualTo("SHA-384");
        assertThat(json.get("digest").getAsString()).isEqualTo(digest());
        JsonObject firmware = json.getAsJsonArray("pages").get(0).getAsJsonObject();
        assertThat(firmware.keySet()).containsExactly("name", "gpa", "size", "pageType", "digest");
        assertThat(firmware.get("gpa").getAsString()).startsWith("0xf");
        assertThat(json.getAsJsonArray("pages"))
                .anySatisfy(page -> assertThat(JsonKeys.of(page)).containsExactly("name", "gpa", "size", "pageType"));
    }

    @Test
    void jsonOfTheFirmwareHashHasItsOwnKey() {
        Terminal terminal = new Terminal();
        terminal.run("measure", "--type", "sev-snp", "--print-firmware-hash", "-o", "json");

        assertThat(JsonKeys.document(terminal.out()).keySet()).containsExactly("type", "algorithm", "firmwareHash");
    }

    private static String[] arguments(String[] cells) {
        List<String> arguments = new ArrayList<>(List.of("--firmware", ovmf()));
        add(arguments, "--vcpus", cells[1]);
        add(arguments, "--vcpu-type", cells[2]);
        add(arguments, "--guest-features", cells[3]);
        add(arguments, "--vmm", cells[4]);
        if (!cells[5].isEmpty()) {
            add(arguments, "--kernel", Firmware.data("expected/kern.txt").toString());
            add(arguments, "--initrd", Firmware.data("expected/initrd.txt").toString());
            add(arguments, "--append", cells[7]);
        }
        return arguments.toArray(String[]::new);
    }

    private static void add(List<String> arguments, String option, String value) {
        if (!value.isEmpty()) {
            arguments.addAll(List.of(option, value));
        }
    }

    private static String ovmf() {
        return Firmware.data("firmware/OVMF.amdsev.fd").toString();
    }

    private static String digest(String... more) {
        return digestOf("sev-snp", more);
    }

    private static String digestOf(String type, String... more) {
        Terminal terminal = new Terminal();
        List<String> arguments = new ArrayList<>(List.of("measure", "--type", type));
        arguments.addAll(List.of(more));
        assertThat(terminal.run(arguments.toArray(String[]::new)))
                .as(terminal.err())
                .isZero();
        return terminal.out().strip();
    }

    @Test
    void aTypeOfAVendorsIsMeasuredByItsBackend() {
        FakeLauncher launcher = new FakeLauncher();
        Terminal terminal = new Terminal().launcher(launcher);

        assertThat(terminal.run("measure", "--type", "capsule")).isZero();
        assertThat(terminal.out().strip()).isEqualTo(digest());

        Terminal json = new Terminal().launcher(launcher);
        assertThat(json.run("measure", "--type", "capsule", "-o", "json")).isZero();
        assertThat(JsonKeys.document(json.out()).keySet())
                .containsExactly("type", "algorithm", "digest", "profile", "pages");
    }

    @Test
    void aTypeThatNobodyKnowsIsBadInput() {
        Terminal terminal = new Terminal();

        assertThat(terminal.run("measure", "--type", "capsule")).isEqualTo(2);
        assertThat(terminal.err()).contains("capsule", "sev-snp", "installed bundle");
    }

    @Test
    void aDigestThatDependsOnAKeyIsNotMadeUp() {
        FakeLauncher launcher = new FakeLauncher();
        launcher.expected = plan -> Optional.empty();
        Terminal terminal = new Terminal().launcher(launcher);

        assertThat(terminal.run("measure", "--type", "capsule")).isEqualTo(1);
        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).contains("not known beforehand");
    }
}

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        Firmware.kernel(folder.resolve("kern"));
        Terminal terminal = new Terminal().folder(folder);

        assertThat(terminal.run("measure", "--type", "sev-snp", "--kernel", "kern"))
                .isZero();
        assertThat(terminal.out()).matches("[0-9a-f]{96}\\R");
        assertThat(terminal.err()).startsWith("note: Kernel hashes are on");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--append -x           | --append=-x",
                "--append --help       | --append=--help",
                "--append '-o json'    | --append='-o json'",
                "--append --           | --append=--"
            })
    void m8ACommandLineMayBeginLikeAnOption(String apart, String together, @TempDir Path folder) throws IOException {
        Firmware.kernel(folder.resolve("kern"));
        String digest = digestIn(folder, apart);
        assertThat(digestIn(folder, together)).isEqualTo(digest).isNotEqualTo(digestIn(folder, "--append quiet"));
    }

    @Test
    void m8AnEmptyInitialRamDiskIsThatOfNone(@TempDir Path folder) throws IOException {
        Firmware.kernel(folder.resolve("kern"));
        Files.createFile(folder.resolve("nothing"));
        assertThat(digestIn(folder, "--initrd nothing")).isEqualTo(digestIn(folder, ""));
    }

    /** In the words of a shell, whose quotes may hold a blank. */
    private static String digestIn(Path folder, String words) {
        Terminal terminal = new Terminal().folder(folder);
        List<String> arguments = new ArrayList<>(List.of("measure", "--type", "sev-snp", "--kernel", "kern"));
        for (String word : words.split(" (?=([^']*'[^']*')*[^']*$)")) {
            arguments.addAll(word.isEmpty() ? List.of() : List.of(word.replace("'", "")));
        }
        assertThat(terminal.run(arguments.toArray(String[]::new)))
                .as(terminal.err())
                .isZero();
        return terminal.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--vars-size 540672", "--vars-size 0x84000", "--vars-file vars"})
    void m8AnSvsmIsMeasuredBelowTheVariables(String variables, @TempDir Path folder) throws IOException {
        Files.write(folder.resolve("vars"), new byte[540672]);
        Terminal terminal = new Terminal().folder(folder);
        List<String> words = new ArrayList<>(List.of("measure", "--type", "sev-snp", "--vcpus", "2"));
        words.addAll(List.of("--firmware", Firmware.data("svsm/svsm_ovmf.fd").toString()));
        words.addAll(List.of("--svsm", Firmware.data("svsm/svsm.bin").toString()));
        words.addAll(List.of(variables.split(" ")));
        assertThat(terminal.run(words.toArray(String[]::new)))
                .as(terminal.err())
                .isZero();
        assertThat(terminal.out()).startsWith("9b94745036aafddf4f7f8b00c7513abb5b7703178cb95aaa57928bd963d68d3b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--type sev-snp --svsm m",
                "--type sev-snp --svsm m --vars-size 0 --vars-file m",
                "--type sev-es --svsm m --vars-size 0",
                "--type sev-snp --vars-size 0",
                "--type sev-snp --svsm m --vars-size 0 --print-firmware-hash"
            })
    void whatDoesNotGoWithAnSvsmIsRefused(String words) {
        Terminal terminal = new Terminal();
        assertThat(terminal.run(("measure " + words).split(" "))).isEqualTo(2);
        assertThat(terminal.err()).matches("cloister: .*(--vars-size|--svsm|sev-snp|--print-firmware-hash).*\\R");
    }

    @Test
    void m4FirmwareInsideADiskImageIsRefused(@TempDir Path folder) throws IOException {
        byte[] image = Files.readAllBytes(Firmware.sample(folder));
        byte[] disk = new byte[65536 + image.length];
        System.arraycopy(new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3}, 0, disk, 0, 8);
        System.arraycopy(image, 0, disk, 65536, image.length);
        Files.write(folder.resolve("fw.qcow2"), disk);
        for (String type : List.of("sev", "sev-es", "sev-snp")) {
            Terminal terminal = new Terminal().folder(folder);
            assertThat(terminal.run("measure", "--type", type, "--firmware", "fw.qcow2"))
                    .isEqualTo(2);
            assertThat(terminal.err()).contains("a qcow2 disk image and no firmware", "qemu-img convert -O raw");
        }
    }

    @Test
    void g4AnEmptyKernelIsMeasuredWithAWarning(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("kern"));
        Terminal terminal = new Terminal().folder(folder);
        assertThat(terminal.run("measure", "--type", "sev-snp", "--kernel", "kern"))
                .isZero();
        assertThat(terminal.err()).startsWith("note: Warning: kern: this kernel is empty");
    }

    @Test
    void m6FeaturesOfAVcpuTypeAreToldNotToBeMeasured() {
        Terminal terminal = new Terminal();
        assertThat(terminal.run("measure", "--type", "sev-snp", "--vcpu-type", "EPYC-v4,apic,fsgsbase"))
                .isZero();
        assertThat(terminal.out().strip()).isEqualTo(digest("--vcpu-type", "EPYC-v4"));
        assertThat(terminal.err()).contains("note: Features of the vCPU type (apic,fsgsbase) are not measured");
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

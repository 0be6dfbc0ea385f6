// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cloister.amd.id.IdBlock;
import org.cloister.api.Bytes;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same bytes are taken by every option in every notation (T3, G7). */
@DisplayName("T3: the same bytes in another text")
class ByteNotationsTest {
    private static final String REPORT = "snp/milan-v2/report_milan.bin";
    private static final String MEASURED = "/o0nzDKE5XgtVnUZWPhUea/WZYrTKLExR7KCwuMdbActvpWfXTFk21KMZIAAhQny";

    private static final Map<String, Function<byte[], String>> NOTATIONS = Map.of(
            "digits", bytes -> HexFormat.of().formatHex(bytes),
            "0x", bytes -> "0x" + HexFormat.of().formatHex(bytes),
            "colons", bytes -> HexFormat.ofDelimiter(":").withUpperCase().formatHex(bytes),
            "base64", bytes -> Base64.getEncoder().encodeToString(bytes),
            "base64 of URLs", bytes -> Base64.getUrlEncoder().encodeToString(bytes));

    @TempDir
    Path folder;

    private Terminal terminal;

    private int run(String... words) {
        terminal = new Terminal().folder(folder);
        return terminal.run(words);
    }

    /** An option of {@code verify report} and where in the report its value stands. */
    private record Field(String option, int offset, int size) {}

    @TestFactory
    @DisplayName("T3, G7: verify report takes what stands in the report in every notation")
    Stream<DynamicTest> demandsOfAReport() {
        return Stream.of(
                        new Field("--measurement", 0x90, 48),
                        new Field("--report-data", 0x50, 64),
                        new Field("--host-data", 0xc0, 32),
                        new Field("--family-id", 0x10, 16),
                        new Field("--image-id", 0x20, 16),
                        new Field("--id-key-digest", 0xe0, 48),
                        new Field("--author-key-digest", 0x110, 48),
                        new Field("--allowed-chip", 0x1a0, 64))
                .flatMap(field -> NOTATIONS.keySet().stream()
                        .map(notation -> DynamicTest.dynamicTest(
                                field.option() + " in " + notation, () -> demanded(field, notation))));
    }

    private void demanded(Field field, String notation) throws IOException {
        byte[] report = Files.readAllBytes(Firmware.data(REPORT));
        Bytes value = Bytes.of(report, field.offset(), field.size());
        String check = field.option().substring(2);

        verify(field.option(), written(notation, value.toArray()));
        assertThat(terminal.out()).as(() -> terminal.err()).containsPattern("passed +" + check);

        byte[] changed = value.toArray();
        changed[0] ^= 0x55;
        assertThat(verify(field.option(), written(notation, changed))).isEqualTo(1);
        assertThat(terminal.out()).containsPattern("failed +" + check);
    }

    /** Zeros in base64 without padding are digits too, and digits are always hexadecimal. */
    private static String written(String notation, byte[] bytes) {
        boolean zeros = Bytes.of(bytes).isZero() && bytes.length % 3 == 0;
        return NOTATIONS.get(zeros ? "digits" : notation).apply(bytes);
    }

    private int verify(String... more) {
        Stream<String> usual = Stream.of(
                "verify",
                "report",
                "--report",
                Firmware.data(REPORT).toString(),
                "--certs",
                Firmware.data("snp/milan-v2").toString(),
                "--at",
                "2025-11-01");
        return run(Stream.concat(usual, Stream.of(more)).toArray(String[]::new));
    }

    @Test
    @DisplayName("T3: verify report takes the measurement that measure writes in base64")
    void whatOneCommandWritesAnotherTakes() {
        String firmware = Firmware.data("firmware/OVMF.amdsev.fd").toString();
        assertThat(run("measure", "--type", "sev-snp", "--firmware", firmware, "--format", "base64"))
                .isZero();
        String digest = terminal.out().strip();

        assertThat(verify("--measurement", digest)).isEqualTo(1);
        assertThat(terminal.out()).containsPattern("failed +measurement");
        assertThat(idBlock(digest).launchDigest().toArray())
                .isEqualTo(Base64.getDecoder().decode(digest));
    }

    @TestFactory
    @DisplayName("T3: id-block create takes digest and ids in every notation")
    Stream<DynamicTest> blocks() {
        byte[] digest = HexFormat.of().parseHex("5ba7".repeat(24));
        byte[] id = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
        return NOTATIONS.entrySet().stream()
                .map(notation -> DynamicTest.dynamicTest(notation.getKey(), () -> {
                    IdBlock block = idBlock(
                            notation.getValue().apply(digest),
                            "--family-id",
                            notation.getValue().apply(id),
                            "--image-id",
                            notation.getValue().apply(id));
                    assertThat(block.launchDigest()).isEqualTo(Bytes.of(digest));
                    assertThat(List.of(block.familyId(), block.imageId())).containsOnly(Bytes.of(id));
                }));
    }

    private IdBlock idBlock(String digest, String... more) {
        Stream<String> usual = Stream.of(
                "id-block",
                "create",
                "--measurement",
                digest,
                "--id-key",
                Firmware.data("idblock/test_id_key.pem").toString(),
                "--out",
                "out",
                "--force");
        assertThat(run(Stream.concat(usual, Stream.of(more)).toArray(String[]::new)))
                .as(() -> terminal.err())
                .isZero();
        try {
            return IdBlock.decode(Bytes.of(Files.readAllBytes(folder.resolve("out/id-block.bin"))), "block");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    @DisplayName("T3: verify measurement takes a measurement in every notation")
    Stream<DynamicTest> measurements() {
        byte[] measured = Base64.getDecoder().decode(MEASURED);
        return NOTATIONS.entrySet().stream()
                .map(notation -> DynamicTest.dynamicTest(notation.getKey(), () -> {
                    assertThat(verifyMeasurement(notation.getValue().apply(measured)))
                            .as(() -> terminal.err())
                            .isZero();
                }));
    }

    @TestFactory
    @DisplayName("T3: a launch digest in the place of a measurement is named, and says nothing of the guest")
    Stream<DynamicTest> digests() {
        byte[] digest = HexFormat.of().parseHex("b157d97b1f69729514feb7f201d2cbe4957f23ab77920e361fe9f822ba49ca4c");
        return NOTATIONS.entrySet().stream()
                .map(notation -> DynamicTest.dynamicTest(notation.getKey(), () -> {
                    assertThat(verifyMeasurement(notation.getValue().apply(digest)))
                            .isEqualTo(2);
                    assertThat(terminal.err()).contains("this is a launch digest, not a launch measurement");
                    assertThat(terminal.err() + terminal.out()).doesNotContain("destroy");
                }));
    }

    private int verifyMeasurement(String measurement) {
        return run(
                "verify",
                "measurement",
                "--measurement",
                measurement,
                "--api-major",
                "1",
                "--api-minor",
                "49",
                "--build-id",
                "6",
                "--policy",
                "5",
                "--tik",
                Firmware.data("seves/tik1.bin").toString(),
                "--firmware",
                Firmware.data("firmware/sevctl_ovmf_amdsev_tail.bin").toString(),
                "--vcpus",
                "4",
                "--vmsa-cpu0",
                Firmware.data("seves/vmsa0.bin").toString(),
                "--vmsa-cpu1",
                Firmware.data("seves/vmsa1.bin").toString());
    }
}

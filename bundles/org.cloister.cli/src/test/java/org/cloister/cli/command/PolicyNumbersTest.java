// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.cloister.cli.testing.CommandBench;
import org.cloister.cli.testing.Firmware;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a number of a policy means to each command that takes one. */
class PolicyNumbersTest {
    private static final String NOTE_10 = "note: The policy 10 is decimal: 0xa, debugging allowed; in hexadecimal it"
            + " would be 0x10, debugging allowed.";
    private static final String NOTE_39 = "note: The policy 39 is decimal: 0x27, debugging forbidden; in hexadecimal it"
            + " would be 0x39, debugging forbidden.";
    private static final String NOTE_SNP = "The policy 196608 is decimal: 0x30000, debugging forbidden.";

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("T1: the owner of an SEV guest writes one number for one policy everywhere")
    @CsvSource({"10, 0xa", "39, 0x27", "0x27, 0x27", "0X27, 0x27", "3, 0x3", "0, 0x0"})
    void t1(String text, String value) throws IOException {
        CommandBench bench = new CommandBench(folder);
        Files.write(folder.resolve("tik"), new byte[16]);
        // Zeros would be written in hexadecimal digits alone, and be taken for a digest
        byte[] measurement = new byte[48];
        Arrays.fill(measurement, (byte) 0xa5);
        String measured = Base64.getEncoder().encodeToString(measurement);

        int code = bench.run(List.of(
                "verify",
                "measurement",
                "--measurement",
                measured,
                "--api-major",
                "0",
                "--api-minor",
                "24",
                "--build-id",
                "15",
                "--policy",
                text,
                "--tik",
                "tik",
                "--launch-digest",
                "00".repeat(32)));

        assertThat(code).as(bench.err()).isEqualTo(1);
        assertThat(bench.out()).contains(value + " ");
        assertNoted(text, bench.err());
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("T1: a session is made for the policy that the number means")
    @CsvSource({"10, 0xa", "39, 0x27", "0X27, 0x27", "3, 0x3"})
    void t1OfSessions(String text, String value) {
        CommandBench bench = new CommandBench(folder);

        int code = bench.run(List.of(
                "session",
                "create",
                "--pdh",
                Firmware.data("legacy/naples/pdh.cert").toString(),
                "--chain",
                Firmware.data("legacy/naples").toString(),
                Firmware.data("legacy/ca/naples").toString(),
                "--policy",
                text,
                "--out",
                "out"));

        assertThat(code).as(bench.err()).isZero();
        assertThat(bench.out()).contains(value + " ");
        assertNoted(text, bench.err());
    }

    private static void assertNoted(String text, String err) {
        switch (text) {
            case "10" -> assertThat(err).contains(NOTE_10);
            case "39" -> assertThat(err).contains(NOTE_39);
            default -> assertThat(err).doesNotContain("The policy ");
        }
    }

    @ParameterizedTest
    @DisplayName("T1: SNP guests are launched, and ID blocks made, with the policy that the number means")
    @CsvSource({"196608", "0x30000", "0X30000"})
    void t1OfSnp(String text) {
        CommandBench bench = new CommandBench(folder);

        assertThat(bench.run(List.of(
                        "launch", "--type", "sev-snp", "--platform", "emulated", "--policy", text, "--dry-run")))
                .as(bench.err())
                .isZero();
        assertThat(bench.out()).contains("0x30000 smt=on");
        assertThat((bench.out() + bench.err()).contains(NOTE_SNP)).isEqualTo(text.startsWith("1"));

        assertThat(bench.run(List.of(
                        "id-block",
                        "create",
                        "--measurement",
                        "ab".repeat(48),
                        "--id-key",
                        Firmware.data("idblock/test_id_key.pem").toString(),
                        "--policy",
                        text,
                        "--out",
                        text)))
                .as(bench.err())
                .isZero();
        assertThat(bench.err().contains(NOTE_SNP)).isEqualTo(text.startsWith("1"));
    }

    @ParameterizedTest
    @DisplayName("G7: the signature of a processor is taken in decimal too, as CPUID tools print it")
    @CsvSource({"0x800f12", "0X800F12", "8392466"})
    void g7(String signature) {
        CommandBench bench = new CommandBench(folder);
        List<String> byName = List.of("measure", "--type", "sev-snp", "--vcpu-type", "EPYC-v4");
        assertThat(bench.run(byName)).as(bench.err()).isZero();
        String digest = bench.out();

        assertThat(bench.run(List.of("measure", "--type", "sev-snp", "--vcpu-sig", signature)))
                .as(bench.err())
                .isZero();
        assertThat(bench.out()).isEqualTo(digest);
    }
}

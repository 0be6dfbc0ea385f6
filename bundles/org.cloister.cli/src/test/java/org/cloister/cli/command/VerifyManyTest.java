// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Bytes;
import org.cloister.cli.testing.Firmware;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code verify report} on many reports in one call. */
class VerifyManyTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    Path folder;

    private static String data(String name) {
        return Firmware.data(name).toString();
    }

    private static String milan() {
        return data("snp/milan-v2/report_milan.bin");
    }

    private static Bytes content(String file) {
        try {
            return Bytes.of(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(String file) {
        return Base64.getEncoder().encodeToString(content(file).toArray());
    }

    private static String nonce() {
        return AttestationReport.decode(content(milan()), "report")
                .bytes(ReportField.REPORT_DATA)
                .hex();
    }

    private int verify(String lines, String... more) {
        String[] fixed = {
            "verify",
            "report",
            "--reports-from",
            "-",
            "--at",
            "2026-03-01",
            "--certs",
            data("snp/milan-v2/vcek_milan.der")
        };
        return terminal.in(lines.getBytes(StandardCharsets.UTF_8))
                .run(Stream.concat(Arrays.stream(fixed), Arrays.stream(more)).toArray(String[]::new));
    }

    @Test
    void ownerV11_eachLineHasDemandsOfItsOwnAndAVerdictOfItsOwn() throws IOException {
        Path blank = Files.copy(Path.of(milan()), folder.resolve("a report.bin"));
        String lines = String.join(
                "\n",
                "{\"id\": \"first\", \"report\": \"" + base64(milan()) + "\", \"report-data\": \"" + nonce() + "\"}",
                "",
                "{\"file\": \"" + blank + "\", \"report-data\": \"" + "ab".repeat(64) + "\"}",
                "{\"file\": \"" + data("snp/genoa-v3/genoa_attestation_report.bin") + "\", \"certs\": [\""
                        + base64(data("snp/genoa-v3/genoa_vcek.pem")) + "\"]}");

        assertThat(verify(lines, "--report-data", nonce())).as(terminal.err()).isEqualTo(1);

        List<String> out = terminal.out().lines().toList();
        assertThat(out).hasSize(4);
        assertThat(out.get(0)).startsWith("pass  first");
        assertThat(out.get(1)).startsWith("fail  " + blank + "  report-data: ");
        assertThat(out.get(2)).startsWith("fail  ").contains("genoa_attestation_report.bin  report-data: ");
        assertThat(out.get(3)).isEqualTo("reports  3: 1 pass, 2 fail, 0 not readable");
        assertThat(terminal.err()).contains("warning (1 of 3 reports): measurement");
    }

    @Test
    void ownerV5_aLineThatIsTooLongStopsNoneOfTheOthers() {
        String good = "{\"file\": \"" + milan() + "\"}";
        String lines = good + "\n{\"id\": \"" + "x".repeat(16 << 20) + "\"}\n" + good;

        assertThat(verify(lines)).isEqualTo(2);

        assertThat(terminal.out())
                .contains("none  line 2  ", "this line is too long")
                .contains("3: 2 pass, 0 fail, 1 not readable");
    }

    @Test
    void ownerV5_moreLinesThanAreReadAreRefusedBeforeAnyIsAnswered() {
        assertThat(verify("{}\n".repeat(100_001))).isEqualTo(2);

        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).contains("too many lines", "100001", "100000");
    }

    @Test
    void ownerV5_ofManyLinesEachIsAnsweredInItsPlace() {
        int most = 200;
        String lines = IntStream.range(0, most)
                .mapToObj(i ->
                        "{\"id\": \"" + i + "\", \"report\": \"" + (i % 7 == 0 ? base64(milan()) : "AAAA") + "\"}\n\n")
                .collect(Collectors.joining());

        assertThat(verify(lines)).isEqualTo(1);

        List<String> out = terminal.out().lines().limit(most).toList();
        assertThat(out).hasSize(most);
        for (int i = 0; i < most; i++) {
            assertThat(out.get(i) + " ").startsWith((i % 7 == 0 ? "pass  " : "fail  ") + i + " ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"report", "chain"})
    void ownerV12_aFileOfCertificatesHasNoNameThatReadsAsAVerdict(String kind) throws IOException {
        Path certs = Files.createDirectory(folder.resolve("certs"));
        Files.copy(Path.of(data("snp/turin/vcek_turin.der")), certs.resolve("a\nverdict pass\n\u001b[2J.der"));
        String[] line = kind.equals("chain")
                ? new String[] {"verify", "chain", certs.toString(), "--at", "2020-01-01"}
                : new String[] {"verify", "report", "--report", milan(), "--certs", certs.toString()};

        assertThat(terminal.run(line)).isEqualTo(1);

        assertThat(terminal.out().lines())
                .filteredOn(one -> one.startsWith("verdict"))
                .hasSize(1);
        assertThat(terminal.out()).contains("a{0a}verdict pass{0a}{1b}[2J.der").doesNotContain("\u001b");
    }

    @Test
    void ownerV12_aNoteOnEvidenceIsOneLineWhateverTheHostWroteIntoIt() throws IOException {
        String key = "\"\\nverdict pass\\u001b\"";
        byte[] data = ("{" + key + ":1," + key + ":2}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer evidence = ByteBuffer.allocate(0x4d4 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        evidence.put(content(data("cloud/azure/hcl-report.bin")).slice(0, 0x4d4).toArray());
        evidence.put(data).putInt(0x4c0, 20 + data.length).putInt(0x4d0, data.length);
        Path file = Files.write(folder.resolve("evidence"), evidence.array());

        int code =
                terminal.run("verify", "report", "--report", file.toString(), "--certs", data("cloud/azure/vcek.pem"));

        assertThat(code).isEqualTo(1);
        assertThat(terminal.err()).contains("{0a}verdict pass{1b}").doesNotContain("\nverdict pass", "\u001b");
    }

    @Test
    void ownerV11_allOfSeveralFilesPass() {
        int code = terminal.run(
                "verify",
                "report",
                "--report",
                milan(),
                "--report",
                milan(),
                "--at",
                "2026-03-01",
                "--certs",
                data("snp/milan-v2/vcek_milan.der"),
                "--report-data",
                nonce());

        assertThat(code).as(terminal.out() + terminal.err()).isZero();
        assertThat(terminal.out()).endsWith("reports  2: 2 pass, 0 fail, 0 not readable\n");
    }

    @Test
    void ownerV11_whatIsBrokenStopsNoneOfTheOthersAndIsToldByItsLine() {
        String good = "{\"id\": \"good\", \"file\": \"" + milan() + "\"}";
        String lines = String.join(
                "\n",
                good,
                "{\"file\": \"" + milan(),
                "{\"id\": \"gone\", \"file\": \"" + folder.resolve("nothing") + "\"}",
                "{\"id\": \"junk\", \"report\": \"AAAA\"}",
                "{\"id\": \"typo\", \"file\": \"" + milan() + "\", \"report-dat\": \"00\"}",
                good);

        assertThat(verify(lines, "-o", "json")).isEqualTo(2);

        List<JsonObject> out = terminal.out()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        assertThat(out)
                .extracting(one -> one.get("id").getAsString())
                .containsExactly("good", "line 2", "gone", "junk", "typo", "good");
        assertThat(out.get(0).keySet()).isEqualTo(Set.of("id", "verdict", "failed", "warnings", "unknown"));
        assertThat(out.get(1).getAsJsonObject("error").get("code").getAsString())
                .isEqualTo("report.line");
        assertThat(out.get(2).getAsJsonObject("error").get("code").getAsString())
                .startsWith("file.");
        assertThat(out.get(3).get("verdict").getAsString()).isEqualTo("fail");
        assertThat(out.get(3).getAsJsonArray("failed").toString()).contains("report.size");
        assertThat(out.get(4).getAsJsonObject("error").toString()).contains("appraisal.name", "report-data");
        assertThat(out.get(5).get("verdict").getAsString()).isEqualTo("pass");
        assertThat(terminal.err()).contains("reports  6: 2 pass, 1 fail, 3 not readable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"id\": \"x\"}",
                "{\"file\": \"a\", \"report\": \"AAAA\"}",
                "{\"file\": \"-\"}",
                "{\"file\": [\"a\", \"b\"]}",
                "{\"file\": null}",
                "{\"file\": \"a\", \"file\": \"b\"}",
                "{\"file\": \"a\"} {}",
                "{\"file\": \"a\", \"policy\": {\"debug\": true}}",
                "{'file': 'a'}",
                "report.bin",
                "{\"report\": \"not base64!\"}"
            })
    void ownerV11_linesThatAreNoneAreToldByNumber(String line) {
        assertThat(verify("\n" + line, "-o", "json")).isEqualTo(2);
        JsonObject json = JsonParser.parseString(terminal.out().strip()).getAsJsonObject();
        assertThat(json.get("id").getAsString()).isEqualTo("line 2");
        JsonObject error = json.getAsJsonObject("error");
        assertThat(error.get("code").getAsString()).isEqualTo("report.line");
        assertThat(error.toString()).doesNotContain("http", "$", "BEGIN_", "malformed", "JsonReader");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"file\": \"a\", policy: 1} | 15 | policy: 1}",
                "{\"file\": \"a\"           | 13 | the end of the line",
                "[]                         | 1  | []"
            })
    void unreadableLinesNameTheColumn(String line, int column, String found) {
        assertThat(verify(line.strip())).isEqualTo(2);
        assertThat(terminal.out())
                .contains("line 1, column " + column + ": ", "(found " + found + ", expected {\"file\": PATH}");
    }

    @Test
    void ownerV11_manyAreAnsweredInTheirOrder() {
        String genuine = "{\"report\": \"" + base64(milan()) + "\"}";
        String other = "{\"report\": \"" + base64(milan()) + "\", \"report-data\": \"00\"}";
        String lines = String.join("\n", Collections.nCopies(60, genuine + "\n" + other));

        assertThat(verify(lines, "-o", "json", "--all-checks")).isEqualTo(1);

        List<String> verdicts = terminal.out()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .map(json ->
                        json.get("id").getAsString() + " " + json.get("verdict").getAsString())
                .toList();
        assertThat(verdicts).hasSize(120);
        for (int i = 0; i < 120; i++) {
            assertThat(verdicts.get(i)).isEqualTo("line " + (i + 1) + (i % 2 == 0 ? " pass" : " fail"));
        }
        assertThat(terminal.out().lines().findFirst().orElseThrow()).contains("\"checks\":[", "\"report\":{");
    }

    @Test
    void ownerV11_whatContradictsItselfIsRefused() {
        assertThat(terminal.run("verify", "report", "--certs", "c")).isEqualTo(2);
        assertThat(terminal.run("verify", "report", "--report", "r", "--reports-from", "f"))
                .isEqualTo(2);
        assertThat(terminal.run("verify", "report", "--reports-from", "f", "--fetch"))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("--reports-from FILE", "certs fetch --report");
    }
}

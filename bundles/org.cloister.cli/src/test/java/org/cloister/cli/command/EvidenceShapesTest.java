// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.api.Bytes;
import org.cloister.cli.testing.JsonKeys;
import org.cloister.cli.testing.Terminal;
import org.cloister.testing.DataFolder;
import org.cloister.testing.Needs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real report in every shape, through the commands that read one: its verdict is the same, and it is shown. */
class EvidenceShapesTest {
    private static final String CERTIFICATES = "snp/milan-v2";
    private static final int PAGE = 4096;

    @TempDir
    Path folder;

    /** The shapes, with the names that results give them from the outside in. */
    enum Shape {
        BARE("report"),
        HEX("hex report"),
        HEX_0X("hex report"),
        HEX_LINES("hex report"),
        BASE64("base64 report"),
        BASE64_LINES("base64 report"),
        BASE64_URL("base64 report"),
        MARK("base64 report"),
        ANSWER("report-response report"),
        ANSWER_HEX("hex report-response report"),
        PAGE_OF_REPORT("extended-report"),
        REPORT_AND_TABLE("extended-report"),
        TSM_JSON("tsm-json report"),
        TSM_JSON_BASE64("base64 tsm-json report"),
        TSM_CBOR("tsm-cbor report"),
        VERIFIER("verifier-json report"),
        ENVELOPE("envelope-json verifier-json report");

        private final List<String> shapes;

        Shape(String shapes) {
            this.shapes = List.of(shapes.split(" "));
        }

        private byte[] of(byte[] report, byte[] vcek) {
            byte[] table = table(vcek);
            String base64 = Base64.getEncoder().encodeToString(report);
            return switch (this) {
                case BARE -> report;
                case HEX -> ascii(HexFormat.of().formatHex(report));
                case HEX_0X -> ascii("0x" + HexFormat.of().withUpperCase().formatHex(report) + "\n");
                case HEX_LINES -> ascii(HexFormat.of().formatHex(report).replaceAll("(.{32})", "$1\n"));
                case BASE64 -> ascii(base64);
                case BASE64_LINES -> ascii(base64.replaceAll("(.{76})", "$1\r\n"));
                case BASE64_URL -> ascii(url(report));
                case MARK -> ("\ufeff" + base64 + "\n").getBytes(StandardCharsets.UTF_8);
                case ANSWER -> answer(report);
                case ANSWER_HEX -> ascii(HexFormat.of().formatHex(answer(report)));
                case PAGE_OF_REPORT -> Arrays.copyOf(report, PAGE);
                case REPORT_AND_TABLE -> joined(report, table);
                case TSM_JSON -> ascii(tsm(report, table));
                case TSM_JSON_BASE64 -> ascii(Base64.getEncoder().encodeToString(ascii(tsm(report, table))));
                case TSM_CBOR -> cbor(report, table);
                case VERIFIER -> ascii(verifier(base64, vcek));
                case ENVELOPE -> ascii("{\"platform\":\"snp\",\"evidence\":" + verifier(base64, vcek) + "}");
            };
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String url(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Stream.of(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static byte[] table(byte[] vcek) {
        CertificateEntry entry = new CertificateEntry(CertificateKind.VCEK, Bytes.of(vcek));
        return Arrays.copyOf(CertificateTable.of(List.of(entry)).encode().toArray(), PAGE);
    }

    private static byte[] answer(byte[] report) {
        ByteBuffer answer = ByteBuffer.allocate(4000).order(ByteOrder.LITTLE_ENDIAN);
        return answer.putInt(4, report.length).put(0x20, report).array();
    }

    private static String tsm(byte[] report, byte[] table) {
        return "{\"provider\":\"sev_guest\\n\",\"outblob\":\"" + url(report) + "\",\"auxblob\":\"" + url(table) + "\"}";
    }

    private static String verifier(String report, byte[] vcek) {
        return "{\"attestation_report\":\"" + report + "\",\"cert_chain\":{\"vcek\":\""
                + Base64.getEncoder().encodeToString(vcek) + "\"}}";
    }

    private static byte[] cbor(byte[] report, byte[] table) {
        byte[] map = {(byte) 0xa3};
        byte[] provider = joined(ascii("hprovider"), ascii("isev_guest"));
        return joined(map, ascii("gauxblob"), string(table), ascii("goutblob"), string(report), provider);
    }

    private static byte[] string(byte[] content) {
        byte[] head = {0x59, (byte) (content.length >> 8), (byte) content.length};
        return joined(head, content);
    }

    private static byte[] report() {
        return DataFolder.bytes(CERTIFICATES + "/report_milan.bin");
    }

    private static String measurement() {
        return HexFormat.of().formatHex(report(), 0x90, 0xc0);
    }

    private static Terminal verify(Path evidence) {
        Terminal terminal = new Terminal();
        String certificates = DataFolder.path(CERTIFICATES).toString();
        terminal.run(
                "verify",
                "report",
                "--report",
                evidence.toString(),
                "--certs",
                certificates,
                "--at",
                "2025-06-01",
                "-o",
                "json");
        return terminal;
    }

    private static String shown(Path evidence) {
        Terminal terminal = new Terminal();
        assertThat(terminal.run("show", evidence.toString())).as(terminal.err()).isZero();
        return terminal.out();
    }

    private static JsonObject assertPassed(Path evidence) {
        Terminal terminal = verify(evidence);
        JsonObject json = JsonKeys.document(terminal.out());
        assertThat(json.get("verdict").getAsString()).as(terminal.out()).isEqualTo("pass");
        return json;
    }

    private static List<String> shapes(JsonObject json) {
        return json.getAsJsonObject("evidence").getAsJsonArray("shapes").asList().stream()
                .map(one -> one.getAsString())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void ownerV9_aReportInAnyShapeIsVerifiedAndShown(Shape shape) throws IOException {
        byte[] vcek = DataFolder.bytes(CERTIFICATES + "/vcek_milan.der");
        Path file = Files.write(folder.resolve("evidence"), shape.of(report(), vcek));

        assertThat(shapes(assertPassed(file))).isEqualTo(shape.shapes);
        assertThat(shown(file)).contains(measurement());
    }

    @ParameterizedTest
    @EnumSource
    void ownerV9_aChangedReportInAnyShapeIsNotWhatWasSigned(Shape shape) throws IOException {
        byte[] changed = report();
        changed[0x90] ^= 1;
        byte[] vcek = DataFolder.bytes(CERTIFICATES + "/vcek_milan.der");
        Path file = Files.write(folder.resolve("evidence"), shape.of(changed, vcek));

        JsonObject json = JsonKeys.document(verify(file).out());
        assertThat(json.get("verdict").getAsString()).isEqualTo("fail");
        assertThat(json.get("checks").toString()).containsPattern("\"report.signature\"[^}]*\"failed\"");
    }

    @Test
    void ownerV9_aTableAloneIsShownAndIsNoReport() throws IOException {
        byte[] vcek = DataFolder.bytes(CERTIFICATES + "/vcek_milan.der");
        assertTableAlone(Files.write(folder.resolve("certs"), table(vcek)));
    }

    private static void assertTableAlone(Path table) {
        assertThat(shown(table)).contains("SEV-VCEK");
        assertThat(JsonKeys.document(verify(table).out()).get("checks").toString())
                .containsPattern("\"evidence.form\"[^}]*\"failed\"[^}]*certificate table[^}]*no report");
    }

    /** What other people's lines make of a report, where they and their interpreter are. */
    @Test
    void ownerV9_theShapesThatTheScriptMakesAreVerifiedAndShown() throws IOException, InterruptedException {
        Needs.program("python3");
        Path script = DataFolder.path("../cases/owner/13-shapes.py");
        String report = DataFolder.path(CERTIFICATES + "/report_milan.bin").toString();
        String vcek = DataFolder.path(CERTIFICATES + "/vcek_milan.der").toString();
        Process python = new ProcessBuilder("python3", script.toString(), report, folder.toString(), vcek)
                .inheritIO()
                .start();
        assertThat(python.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(python.exitValue()).isZero();

        try (Stream<Path> files = Files.list(folder)) {
            List<Path> made = files.toList();
            assertThat(made).hasSizeGreaterThan(10);
            for (Path file : made) {
                if (file.endsWith("certs.table")) {
                    assertTableAlone(file);
                } else {
                    assertPassed(file);
                    assertThat(shown(file)).as(file.toString()).contains(measurement());
                }
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.cloister.owner.evidence.Shapes.both;
import static org.cloister.owner.evidence.Shapes.padded;
import static org.cloister.owner.evidence.Shapes.utf8;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateTable;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.owner.evidence.Shapes.Shaped;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports in shapes that are made here. */
class EvidenceReaderTest {
    private static final Bytes REPORT = Shapes.report();
    private static final Bytes VCEK = Bytes.ofHex("3082" + "a7".repeat(100));

    static Stream<Shaped> shapes() {
        return Shapes.of(REPORT, VCEK);
    }

    private static ReportEvidence read(Bytes content) {
        return EvidenceReader.read(content, "evidence");
    }

    private static String refusal(Bytes content) {
        ReportEvidence evidence = read(content);
        assertThat(evidence.report()).as(evidence.toString()).isEmpty();
        return evidence.refusal().map(Problem::message).orElseThrow();
    }

    @Test
    void aFileIsReadAsItsContent(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("report.bin"), REPORT.toArray());
        assertThat(EvidenceReader.read(file)).isEqualTo(read(REPORT));
        Files.write(folder.resolve("outblob"), REPORT.toArray());
        assertThat(EvidenceReader.read(folder).shapes()).contains(EvidenceShape.TSM_FOLDER);
        Files.write(file, new byte[EvidenceReader.MOST + 2]);
        assertThat(EvidenceReader.read(file).refusal().orElseThrow().code()).isEqualTo("evidence.size");
        Problem absent = catchThrowableOfType(
                        CloisterException.class, () -> EvidenceReader.read(folder.resolve("other")))
                .problem();
        assertThat(absent.code()).isEqualTo("file.read");
        assertThat(absent.message())
                .contains("no such file", folder.resolve("other").toString());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void ownerV9_theReportIsFoundInEveryShape(Shaped shaped) {
        ReportEvidence evidence = read(shaped.content());

        assertThat(evidence.refusal()).isEmpty();
        assertThat(evidence.shapes()).isEqualTo(shaped.shapes());
        assertThat(evidence.report()).contains(REPORT);
        assertThat(evidence.legacy()).isFalse();
        assertThat(evidence.items()).hasSize(shaped.certified() ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void theHostsCertificateComesWithTheShapesThatHaveOne(Shaped shaped) {
        for (EvidenceItem item : read(shaped.content()).items()) {
            assertThat(item.where()).startsWith("evidence, ").containsIgnoringCase("vcek");
            boolean pem = item.content().at(0) == '-';
            assertThat(pem ? VCEK : item.content()).isEqualTo(VCEK);
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void cutAnywhereItIsRefusedOrHasItsReportWhole(Shaped shaped) {
        int step = Math.max(1, shaped.content().length() / 2500);
        for (int length = 0; length < shaped.content().length(); length += step) {
            ReportEvidence evidence = read(shaped.content().slice(0, length));
            if (evidence.known() && evidence.refusal().isEmpty()) {
                // What was cut off were zeros behind it, a line end, or the filling of base64
                assertThat(evidence.report()).as("cut at %d", length).contains(REPORT);
            } else if (evidence.refusal().isEmpty()) {
                assertThat(evidence.report().orElseThrow())
                        .isEqualTo(shaped.content().slice(0, length));
            } else {
                assertThat(evidence.report()).isEmpty();
                assertThat(evidence.refusal().orElseThrow().code()).matches("evidence\\..*|certs\\..*");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void changedAnywhereItIsAnAnswer(Shaped shaped) {
        Random random = new Random(16);
        for (int i = 0; i < 300; i++) {
            byte[] changed = shaped.content().toArray();
            for (int change = 0; change <= i % 3; change++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            ReportEvidence evidence = read(Bytes.of(changed));
            assertThat(evidence.refusal().isPresent() && evidence.report().isPresent())
                    .isFalse();
        }
    }

    @Test
    void anyBytesAreAnAnswer() {
        Random random = new Random(4);
        for (int i = 0; i < 5000; i++) {
            byte[] content = new byte[random.nextInt(3000)];
            random.nextBytes(content);
            if (content.length > 40 && i % 4 == 0) {
                System.arraycopy(
                        List.of("HCLA", "{\"a\":", "\nreport", "\u00a3goutblob")
                                .get(i / 4 % 4)
                                .getBytes(StandardCharsets.ISO_8859_1),
                        0,
                        content,
                        0,
                        4);
            }
            assertThat(read(Bytes.of(content))).isNotNull();
        }
    }

    @Test
    void ownerV9_oneByteMoreOrASecondReportBehindTheReportIsRefused() {
        Bytes table = Shapes.table(VCEK, 8);
        for (Bytes behind : List.of(
                Bytes.ofHex("00"),
                Bytes.ofHex("01"),
                REPORT,
                both(Bytes.ofHex("00".repeat(24)), REPORT),
                both(table, Bytes.ofHex("01")),
                both(table, REPORT),
                padded(Bytes.EMPTY, 4096 - 1184 + 1))) {
            assertThat(refusal(both(REPORT, behind)))
                    .contains("offset 0x4a0")
                    .contains("something else than a certificate table or zeros up to a page");
        }
        assertThat(read(both(REPORT, padded(Bytes.EMPTY, 24))).report()).contains(REPORT);
        assertThat(read(both(REPORT, both(table, padded(Bytes.EMPTY, 5000)))).report())
                .contains(REPORT);
    }

    @Test
    void twoReportsInOneMessageAreRefused() {
        Bytes behind = padded(both(Shapes.response(REPORT, 1216), REPORT), 4000);

        assertThat(refusal(behind)).contains("behind the report");
    }

    @ParameterizedTest
    @CsvSource({"22, 0x16", "39, 0x27"})
    void anAnswerWithoutAReportIsToldWithItsStatus(int status, String told) {
        byte[] answer = new byte[4000];
        answer[0] = (byte) status;
        assertThat(refusal(Bytes.of(answer))).contains("the firmware made no report: status " + told);

        answer[4] = (byte) 0xa0;
        answer[5] = 4;
        assertThat(refusal(Bytes.of(answer))).contains("status " + told).contains("ask again");
    }

    @Test
    void unknownEntriesOfATableAreListed() {
        UUID google = UUID.fromString("9f4116cd-c503-4f5a-8f6f-fb68882f4ce2");
        CertificateTable table = CertificateTable.of(List.of(
                new CertificateEntry(google, Bytes.ofHex("0102")),
                new CertificateEntry(new UUID(7, 7), Bytes.ofHex("03"))));

        ReportEvidence evidence = read(both(REPORT, table.encode()));

        assertThat(evidence.report()).contains(REPORT);
        assertThat(evidence.items()).isEmpty();
        assertThat(evidence.notes())
                .hasSize(2)
                .anySatisfy(note -> assertThat(note).contains(google.toString()).contains("Google's endorsement"))
                .anySatisfy(note -> assertThat(note).contains("not known"));
    }

    @Test
    void aTableAloneHasNoReport() {
        ReportEvidence evidence = read(Shapes.table(VCEK, 4096));

        assertThat(evidence.shapes()).containsExactly(EvidenceShape.CERTIFICATE_TABLE);
        assertThat(evidence.report()).isEmpty();
        assertThat(evidence.refusal()).isEmpty();
        assertThat(evidence.items()).hasSize(1);
    }

    @Test
    void theCertificatesOfAzuresServiceComeWithTheTcbThatTheyAreFor() {
        Bytes thim =
                utf8("{\"vcekCert\":\"-----BEGIN\",\"certificateChain\":\"-----BEGIN\",\"tcbm\":\"7308000000000003\"}");
        Bytes file = utf8(Base64.getEncoder().encodeToString(thim.toArray()));

        assertThat(read(thim).statedTcb()).contains(0x7308000000000003L);
        assertThat(read(thim).items()).hasSize(2);
        assertThat(read(file).shapes()).containsExactly(EvidenceShape.BASE64, EvidenceShape.THIM_JSON);
        assertThat(read(file).statedTcb()).contains(0x7308000000000003L);
    }

    @Test
    void runtimeDataHasTheGuestsOwn() {
        RuntimeData data =
                read(Shapes.hcl(REPORT, Shapes.runtime(), 2600)).runtimeData().orElseThrow();

        assertThat(data.content()).isEqualTo(Shapes.runtime());
        assertThat(data.userData()).contains(Shapes.USER_DATA);
    }

    @Test
    void runtimeDataThatIsNoJsonHasNoneAndThatIsTold() {
        ReportEvidence evidence = read(Shapes.hcl(REPORT, utf8("{\"user-data\":"), 2600));

        assertThat(evidence.report()).contains(REPORT);
        assertThat(evidence.runtimeData().orElseThrow().userData()).isEmpty();
        assertThat(evidence.notes())
                .anySatisfy(note -> assertThat(note).contains("what the guest put in cannot be told"));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 3, version is not one",
        "16, 1, status is not one",
        "1224, 4, expected 2 (SEV-SNP); not one of TDX",
        "1228, 9, hash is not one",
        "1232, 0, length of the runtime claims",
        "2599, 1, behind the runtime data"
    })
    void anHclReportOfAnotherKindIsRefusedByName(int offset, int value, String told) {
        byte[] changed = Shapes.hcl(REPORT, Shapes.runtime(), 2600).toArray();
        changed[offset] = (byte) value;

        assertThat(refusal(Bytes.of(changed))).contains(told.replace(';', ','));
    }

    @ParameterizedTest
    @CsvSource({
        "0a040803c8ff, protobuf, attest -outform bin",
        "d28443a10126, a signed EAT or CoRIM, configfs-tsm",
        "d901f5a0, an unsigned CoRIM, configfs-tsm",
        "d83dd28443a10126, a CWT, configfs-tsm"
    })
    void ownerV9_whatIsNotTakenIsToldByNameWithWhatToDo(String hex, String name, String remedy) {
        assertThat(refusal(Bytes.ofHex(hex)))
                .contains("not taken")
                .contains(name)
                .contains(remedy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"outblob\":\"AA\"}", "-----BEGIN CERTIFICATE-----", "0200"})
    void ownerV9_textInUtf16IsToldByNameWithWhatToDo(String text) {
        for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)) {
            Bytes content = Bytes.of(("\ufeff" + text).getBytes(charset));

            assertThat(refusal(content)).contains("text in UTF-16, which is not taken", "save it as ASCII or UTF-8");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "report:{version:2}",
        "report {",
        "'{\"report\":{},\"certificateChain\":{}}'",
        "'{\"eat_profile\":\"a\"}'"
    })
    void ownerV9_textThatIsNotTakenIsToldByName(String text) {
        assertThat(refusal(utf8(text))).contains("not taken");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"outblob\":\"AA\",\"outblob\":\"AA\"}', a key is there twice",
        "'{\"outblob\":\"AA\"} x', cut off or is no JSON",
        "'{\"outblob\":\"AA\",}', cut off or is no JSON",
        "'{''outblob'':1}', cut off or is no JSON",
        "'{\"a\":1,\"b\":2}', 'found a, b'",
        "'{\"attestation_report\":{\"version\":-1}}', 'attestation_report, version'",
        "'{\"outblob\":\"AA\",\"provider\":\"tdx_guest\"}', another provider",
        "'{\"outblob\":\"****\"}', expected base64",
        "'{\"attestation_report\":\"AAAA\"}', there is no report"
    })
    void jsonThatIsNotAsItHasToBeIsRefusedWithTheField(String json, String told) {
        assertThat(refusal(utf8(json))).contains(told);
    }

    @Test
    void evidenceInEvidenceInEvidenceIsBounded() {
        String json = "{\"evidence\":".repeat(12) + "{\"attestation_report\":\"AA\"}" + "}".repeat(12);

        assertThat(refusal(utf8(json))).contains("deeper than is looked");
        assertThat(refusal(utf8("{\"a\":".repeat(5000)))).contains("deeper or has more values");
    }

    @Test
    void whatIsTooLargeIsNotLookedAt() {
        assertThat(refusal(padded(Bytes.EMPTY, EvidenceReader.MOST + 1))).contains("at most 1048576 bytes");
    }

    @Test
    void aFolderOfTheKernelHoldsReportAndTable(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("outblob"), REPORT.toArray());
        Files.write(folder.resolve("auxblob"), Shapes.table(VCEK, 4096).toArray());
        Files.writeString(folder.resolve("provider"), "sev_guest\n");

        ReportEvidence evidence = EvidenceFolder.read(folder).orElseThrow();

        assertThat(evidence.refusal()).isEmpty();
        assertThat(evidence.shapes()).containsExactly(EvidenceShape.TSM_FOLDER, EvidenceShape.REPORT);
        assertThat(evidence.report()).contains(REPORT);
        assertThat(evidence.items()).hasSize(1);

        Files.write(folder.resolve("auxblob"), new byte[0]);
        assertThat(EvidenceFolder.read(folder).orElseThrow().items()).isEmpty();
        Files.delete(folder.resolve("outblob"));
        assertThat(EvidenceFolder.read(folder)).isEmpty();
    }

    @Test
    void otherTextAndOtherBytesAreLeftAlone() {
        for (Bytes content : List.of(
                Bytes.EMPTY,
                utf8("notes"),
                utf8("-----BEGIN CERTIFICATE-----\nMIIB\n"),
                Bytes.ofHex("30820102"),
                VCEK)) {
            ReportEvidence evidence = read(content);

            assertThat(evidence.known()).isFalse();
            assertThat(evidence.report()).isEqualTo(Optional.of(content));
        }
    }
}

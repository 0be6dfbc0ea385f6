// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import static org.cloister.owner.evidence.EvidenceShape.BASE64;
import static org.cloister.owner.evidence.EvidenceShape.ENVELOPE_JSON;
import static org.cloister.owner.evidence.EvidenceShape.EXTENDED_REPORT;
import static org.cloister.owner.evidence.EvidenceShape.HCL_REPORT;
import static org.cloister.owner.evidence.EvidenceShape.HEX;
import static org.cloister.owner.evidence.EvidenceShape.REPORT;
import static org.cloister.owner.evidence.EvidenceShape.REPORT_RESPONSE;
import static org.cloister.owner.evidence.EvidenceShape.TRUSTEE_JSON;
import static org.cloister.owner.evidence.EvidenceShape.TSM_CBOR;
import static org.cloister.owner.evidence.EvidenceShape.TSM_JSON;
import static org.cloister.owner.evidence.EvidenceShape.VERIFIER_JSON;
import static org.cloister.owner.evidence.EvidenceShape.VTPM_JSON;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateKind;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportBuilder;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.ReportVersion;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.api.Bytes;

/** A report in all the shapes that tools and clouds give it. */
public final class Shapes {
    /** What the runtime data of made HCL reports says that the guest put in. */
    public static final Bytes USER_DATA = Bytes.ofHex("5a".repeat(64));

    private static final int PAGE = 4096;

    private Shapes() {}

    /** One shape of the report. */
    public record Shaped(String name, Bytes content, List<EvidenceShape> shapes, boolean certified) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A report of nobody, of Milan. */
    public static Bytes report() {
        return new ReportBuilder(ReportVersion.V3)
                .put(ReportField.POLICY, 0x30000)
                .put(ReportField.SIGNATURE_ALGO, 1)
                .put(ReportField.CPUID_FAM_ID, 0x19)
                .put(ReportField.CPUID_MOD_ID, 1)
                .put(ReportField.SIGNATURE_R, Bytes.ofHex("07".repeat(48) + "00".repeat(24)))
                .put(ReportField.SIGNATURE_S, Bytes.ofHex("09".repeat(48) + "00".repeat(24)))
                .build()
                .raw();
    }

    /** All shapes that hold the report as it is. */
    public static Stream<Shaped> of(Bytes report, Bytes vcek) {
        String text = base64(report);
        Bytes table = table(vcek, PAGE);
        Bytes response = response(report, 4000);
        Bytes tsm = utf8("{\"provider\":\"sev_guest\\n\",\"outblob\":\"" + url(report) + "\",\"auxblob\":\""
                + url(table) + "\"}");
        Bytes verifier =
                utf8("{\"attestation_report\":\"" + text + "\",\"cert_chain\":{\"vcek\":\"" + base64(vcek) + "\"}}");
        return Stream.of(
                new Shaped("bare", report, List.of(REPORT), false),
                new Shaped("hex", utf8(report.hex()), List.of(HEX, REPORT), false),
                new Shaped("upper case hex with 0x", utf8("0x" + hex(report)), List.of(HEX, REPORT), false),
                new Shaped("hex in lines", utf8(lines(report.hex(), 32) + "\n"), List.of(HEX, REPORT), false),
                new Shaped("base64", utf8(text), List.of(BASE64, REPORT), false),
                new Shaped("base64 in lines", utf8(lines(text, 76) + "\r\n"), List.of(BASE64, REPORT), false),
                new Shaped("URL base64", utf8(url(report)), List.of(BASE64, REPORT), false),
                new Shaped("base64 with a mark", utf8("\ufeff" + text + "\n"), List.of(BASE64, REPORT), false),
                new Shaped("page", padded(report, PAGE), List.of(EXTENDED_REPORT), false),
                new Shaped("report and table", both(report, table), List.of(EXTENDED_REPORT), true),
                new Shaped("short answer", response(report, 1216), List.of(REPORT_RESPONSE, REPORT), false),
                new Shaped("answer", response, List.of(REPORT_RESPONSE, REPORT), false),
                new Shaped("hex of an answer", utf8(response.hex()), List.of(HEX, REPORT_RESPONSE, REPORT), false),
                new Shaped("tsm JSON", tsm, List.of(TSM_JSON, REPORT), true),
                new Shaped("base64 of JSON", utf8(base64(tsm)), List.of(BASE64, TSM_JSON, REPORT), true),
                new Shaped("tsm CBOR", cbor(report, table), List.of(TSM_CBOR, REPORT), true),
                new Shaped("verifier", verifier, List.of(VERIFIER_JSON, REPORT), true),
                new Shaped(
                        "enveloped verifier",
                        utf8("{\"platform\":\"snp\",\"evidence\":" + string(verifier) + "}"),
                        List.of(ENVELOPE_JSON, VERIFIER_JSON, REPORT),
                        true),
                new Shaped("trustee", trustee(report, vcek), List.of(TRUSTEE_JSON), true),
                new Shaped("HCL", hcl(report, runtime(), 2600), List.of(HCL_REPORT, REPORT), false),
                new Shaped(
                        "vTPM",
                        utf8("{\"version\":1,\"hcl_report\":\"" + url(hcl(report, runtime(), 2600)) + "\",\"vcek\":\""
                                + url(vcek)
                                + "\",\"tpm_quote\":{\"signature\":\"00\",\"message\":\"00\",\"pcrs\":[]}}"),
                        List.of(VTPM_JSON, HCL_REPORT, REPORT),
                        true),
                new Shaped(
                        "old vTPM",
                        utf8("{\"quote\":{},\"report\":" + numbers(hcl(report, runtime(), 2600)) + ",\"vcek\":"
                                + "\"-----BEGIN CERTIFICATE-----\\n" + base64(vcek)
                                + "\\n-----END CERTIFICATE-----\\n\"}"),
                        List.of(VTPM_JSON, HCL_REPORT, REPORT),
                        true));
    }

    /** Runtime data such as Azure makes it. */
    public static Bytes runtime() {
        return utf8("{\"keys\":[{\"kid\":\"HCLAkPub\"}],\"user-data\":\"" + hex(USER_DATA) + "\"}");
    }

    /** An HCL report. */
    public static Bytes hcl(Bytes report, Bytes runtime, int size) {
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.put("HCLA".getBytes(StandardCharsets.US_ASCII))
                .putInt(2)
                .putInt(0x4d4 + runtime.length())
                .putInt(2);
        out.position(0x20).put(report.toArray());
        out.putInt(20 + runtime.length()).putInt(1).putInt(2).putInt(1).putInt(runtime.length());
        out.put(runtime.toArray());
        return Bytes.of(out.array());
    }

    /** The firmware's answer. */
    public static Bytes response(Bytes report, int size) {
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0).putInt(report.length()).position(0x20).put(report.toArray());
        return Bytes.of(out.array());
    }

    /** A certificate table with a VCEK, with zeros behind it up to a multiple of a size. */
    public static Bytes table(Bytes vcek, int multiple) {
        Bytes table = CertificateTable.of(List.of(new CertificateEntry(CertificateKind.VCEK, vcek)))
                .encode();
        return padded(table, (table.length() + multiple - 1) / multiple * multiple);
    }

    /** The evidence of trustee. */
    public static Bytes trustee(Bytes report, Bytes vcek) {
        StringJoiner fields = new StringJoiner(",", "{\"attestation_report\":{", "},");
        fields.add(number(report, "version", ReportField.VERSION));
        fields.add(number(report, "guest_svn", ReportField.GUEST_SVN));
        fields.add(number(report, "policy", ReportField.POLICY));
        fields.add(number(report, "vmpl", ReportField.VMPL));
        fields.add(number(report, "sig_algo", ReportField.SIGNATURE_ALGO));
        fields.add(number(report, "plat_info", ReportField.PLATFORM_INFO));
        fields.add(number(report, "key_info", ReportField.KEY_INFO));
        fields.add(number(report, "cpuid_fam_id", ReportField.CPUID_FAM_ID));
        fields.add(number(report, "cpuid_mod_id", ReportField.CPUID_MOD_ID));
        fields.add(number(report, "cpuid_step", ReportField.CPUID_STEP));
        for (ReportField field : List.of(
                ReportField.FAMILY_ID,
                ReportField.IMAGE_ID,
                ReportField.REPORT_DATA,
                ReportField.MEASUREMENT,
                ReportField.HOST_DATA,
                ReportField.ID_KEY_DIGEST,
                ReportField.AUTHOR_KEY_DIGEST,
                ReportField.REPORT_ID,
                ReportField.REPORT_ID_MA,
                ReportField.CHIP_ID)) {
            fields.add("\"" + field.slot().name() + "\":" + numbers(field.slot().in(report)));
        }
        for (ReportField field : List.of(
                ReportField.CURRENT_TCB, ReportField.REPORTED_TCB, ReportField.COMMITTED_TCB, ReportField.LAUNCH_TCB)) {
            fields.add("\"" + field.slot().name() + "\":" + tcb(report, field));
        }
        for (ReportField field : ReportField.values()) {
            if (field.since() > 3 && field.since() <= report.at(0)) {
                String value = field.slot().size() == Long.BYTES
                        ? Long.toUnsignedString(field.slot().number(report))
                        : numbers(field.slot().in(report));
                fields.add("\"" + field.slot().name() + "\":" + value);
            }
        }
        fields.add("\"current\":" + firmware(report, 0x1e8)).add("\"committed\":" + firmware(report, 0x1ec));
        fields.add(
                "\"signature\":{\"r\":" + numbers(ReportField.SIGNATURE_R.slot().in(report)) + ",\"s\":"
                        + numbers(ReportField.SIGNATURE_S.slot().in(report)) + "}");
        return utf8(fields + "\"cert_chain\":[{\"cert_type\":\"VCEK\",\"data\":" + numbers(vcek) + "},"
                + "{\"cert_type\":{\"OTHER\":\"9f4116cd-c503-4f5a-8f6f-fb68882f4ce2\"},\"data\":[1]}]}");
    }

    private static String tcb(Bytes report, ReportField field) {
        TcbLayout layout = new AttestationReport(report).tcbLayout().orElseThrow();
        Bytes tcb = field.slot().in(report);
        StringJoiner parts = new StringJoiner(",", "{", "}");
        for (TcbComponent one : List.of(
                TcbComponent.FMC,
                TcbComponent.BOOTLOADER,
                TcbComponent.TEE,
                TcbComponent.SNP,
                TcbComponent.MICROCODE)) {
            int at = layout.components().indexOf(one);
            String absent = one == TcbComponent.FMC ? "null" : "0";
            parts.add("\"" + one.key() + "\":" + (at < 0 ? absent : Integer.toString(tcb.at(at))));
        }
        return parts.toString();
    }

    /** Text as bytes. */
    public static Bytes utf8(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Some bytes and others behind them. */
    public static Bytes both(Bytes some, Bytes others) {
        return Bytes.ofHex(some.hex() + others.hex());
    }

    /** Some bytes with zeros behind them up to a size. */
    public static Bytes padded(Bytes content, int size) {
        return Bytes.of(Arrays.copyOf(content.toArray(), size));
    }

    private static Bytes cbor(Bytes report, Bytes table) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xa3);
        item(out, 0x60, utf8("auxblob"));
        item(out, 0x40, table);
        item(out, 0x60, utf8("outblob"));
        item(out, 0x40, report);
        item(out, 0x60, utf8("provider"));
        item(out, 0x60, utf8("sev_guest\n"));
        return Bytes.of(out.toByteArray());
    }

    private static void item(ByteArrayOutputStream out, int type, Bytes content) {
        if (content.length() < 24) {
            out.write(type | content.length());
        } else {
            out.write(type | 25);
            out.write(content.length() >> 8);
            out.write(content.length());
        }
        out.writeBytes(content.toArray());
    }

    private static String firmware(Bytes report, int build) {
        return "{\"major\":" + report.at(build + 2) + ",\"minor\":" + report.at(build + 1) + ",\"build\":"
                + report.at(build) + "}";
    }

    private static String number(Bytes report, String name, ReportField field) {
        return "\"" + name + "\":" + Long.toUnsignedString(field.slot().number(report));
    }

    private static String numbers(Bytes content) {
        return IntStream.range(0, content.length())
                .mapToObj(i -> Integer.toString(content.at(i)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String lines(String text, int length) {
        return text.replaceAll("(.{" + length + "})", "$1\n");
    }

    private static String hex(Bytes content) {
        return HexFormat.of().withUpperCase().formatHex(content.toArray());
    }

    private static String base64(Bytes content) {
        return Base64.getEncoder().encodeToString(content.toArray());
    }

    private static String url(Bytes content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content.toArray());
    }

    private static String string(Bytes utf8) {
        return new String(utf8.toArray(), StandardCharsets.UTF_8);
    }
}

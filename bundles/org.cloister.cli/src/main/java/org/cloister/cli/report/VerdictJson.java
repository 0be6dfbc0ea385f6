// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.SevReport;
import org.cloister.amd.struct.Unknown;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Numbers;
import org.cloister.owner.evidence.ReportEvidence;
import org.cloister.owner.evidence.RuntimeData;
import org.cloister.owner.verify.Link;
import org.cloister.owner.verify.VerificationCheck;
import org.cloister.owner.verify.VerificationResult;

/** Verdicts as JSON. */
public final class VerdictJson {
    private VerdictJson() {}

    /** The verdict on a platform's certificates. */
    static JsonObject ofChain(VerificationResult result) {
        return verdict(result);
    }

    /** The verdict on a report, and in what it came. */
    public static JsonObject of(VerificationResult result, ReportEvidence evidence) {
        JsonObject json = verdict(result);
        json.add("evidence", evidence(evidence));
        report(result, evidence).ifPresent(report -> json.add("report", report));
        return json;
    }

    /** The fields of a report, of whichever kind; empty where none could be read. */
    static Optional<JsonObject> report(VerificationResult result, ReportEvidence evidence) {
        return evidence.legacy()
                ? evidence.report().map(SevReport::new).map(VerdictJson::report)
                : result.report().map(VerdictJson::report);
    }

    private static JsonObject evidence(ReportEvidence evidence) {
        JsonObject json = new JsonObject();
        json.add("shapes", Json.array(evidence.shapes(), shape -> new JsonPrimitive(shape.key())));
        json.add("notes", Json.array(evidence.notes(), JsonPrimitive::new));
        evidence.runtimeData()
                .flatMap(RuntimeData::userData)
                .ifPresent(data -> json.addProperty("userData", data.hex()));
        return json;
    }

    private static JsonObject report(SevReport report) {
        JsonObject json = new JsonObject();
        json.addProperty("policy", Numbers.hex(SevReport.POLICY.number(report.raw())));
        json.addProperty("measurement", SevReport.LAUNCH_DIGEST.in(report.raw()).hex());
        json.addProperty("reportData", SevReport.MNONCE.in(report.raw()).hex());
        return json;
    }

    /** The verdict on some chains: one for all, and each of them. */
    public static JsonObject ofChains(List<VerificationResult> results) {
        JsonObject json = new JsonObject();
        boolean passed = results.stream().allMatch(VerificationResult::passed);
        json.addProperty("verdict", passed ? "pass" : "fail");
        json.add("chains", Json.array(results, VerdictJson::verdict));
        return json;
    }

    private static JsonObject verdict(VerificationResult result) {
        JsonObject json = new JsonObject();
        json.addProperty("verdict", result.verdict());
        json.addProperty("at", result.at().toString());
        json.add("checks", Json.array(result.checks(), VerdictJson::check));
        json.add("links", Json.array(result.links(), VerdictJson::link));
        json.add("requests", Json.array(result.requests(), one -> new JsonPrimitive(one.address())));
        json.add("warnings", Json.array(result.warnings(), one -> new JsonPrimitive(one.toString())));
        json.add("unknown", Json.array(result.unknown(), VerdictJson::unknown));
        json.add("ignored", Json.array(result.ignored(), VerdictJson::ignored));
        return json;
    }

    static JsonObject ignored(IgnoredItem item) {
        JsonObject json = new JsonObject();
        json.addProperty("file", item.where());
        json.addProperty("kind", item.kind());
        return json;
    }

    static JsonObject check(VerificationCheck check) {
        JsonObject json = new JsonObject();
        json.addProperty("name", check.name());
        json.addProperty("stage", check.stage().toString());
        json.addProperty("status", check.status().toString());
        json.addProperty("detail", check.detail());
        if (!check.remedy().isEmpty()) {
            json.addProperty("remedy", check.remedy());
        }
        return json;
    }

    static JsonObject unknown(Unknown unknown) {
        JsonObject json = new JsonObject();
        json.addProperty("where", unknown.where());
        json.addProperty("offset", unknown.offset());
        unknown.number().ifPresent(number -> json.addProperty("number", number));
        json.addProperty("value", unknown.value());
        return json;
    }

    private static JsonObject link(Link link) {
        JsonObject json = new JsonObject();
        json.addProperty("signer", link.signer());
        json.addProperty("signed", link.signed());
        json.addProperty("status", link.check().status().toString());
        return json;
    }

    /** The fields that a relying party looks at most; {@code show} prints all. */
    static JsonObject report(AttestationReport report) {
        JsonObject json = new JsonObject();
        json.addProperty("version", report.number(ReportField.VERSION));
        json.addProperty("guestSvn", report.number(ReportField.GUEST_SVN));
        json.addProperty("policy", Numbers.hex(report.number(ReportField.POLICY)));
        json.addProperty("vmpl", report.number(ReportField.VMPL));
        hex(json, "measurement", report, ReportField.MEASUREMENT);
        hex(json, "reportData", report, ReportField.REPORT_DATA);
        hex(json, "hostData", report, ReportField.HOST_DATA);
        hex(json, "familyId", report, ReportField.FAMILY_ID);
        hex(json, "imageId", report, ReportField.IMAGE_ID);
        hex(json, "idKeyDigest", report, ReportField.ID_KEY_DIGEST);
        hex(json, "authorKeyDigest", report, ReportField.AUTHOR_KEY_DIGEST);
        hex(json, "reportId", report, ReportField.REPORT_ID);
        hex(json, "chipId", report, ReportField.CHIP_ID);
        json.addProperty("reportedTcb", Numbers.hex(report.number(ReportField.REPORTED_TCB)));
        return json;
    }

    private static void hex(JsonObject json, String key, AttestationReport report, ReportField field) {
        json.addProperty(key, report.bytes(field).hex());
    }
}

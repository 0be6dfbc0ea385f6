// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Bytes;
import org.cloister.owner.certs.ExportedFile;

/**
 * A guest's own statements, not verified yet.
 *
 * @param report as the guest got it
 * @param decoded the report of one of AMD's types; empty where only its type knows the layout
 * @param certificates those that came with the report
 * @param reportFile where the report was written
 * @param certificatesFolder where the certificates were written
 * @param claimed its format, and what a reader of that says
 */
public record AttestResult(
        Bytes report,
        Optional<AttestationReport> decoded,
        List<ExportedFile> certificates,
        Optional<String> reportFile,
        Optional<String> certificatesFolder,
        ClaimedEvidence claimed) {
    JsonObject json() {
        JsonObject json = new JsonObject();
        claimed.json(json);
        decoded.ifPresentOrElse(
                amds -> {
                    json.add("report", VerdictJson.report(amds));
                    json.addProperty("signingKey", Json.word(amds.keyInfo().signingKey()));
                },
                () -> json.addProperty("report", report.hex()));
        json.add("certificates", Json.array(certificates, one -> new JsonPrimitive(one.name())));
        reportFile.ifPresent(file -> json.addProperty("reportFile", file));
        certificatesFolder.ifPresent(folder -> json.addProperty("certificatesFolder", folder));
        return json;
    }

    void rows(Table table) {
        decoded.ifPresentOrElse(
                amds -> {
                    table.row("report", "version " + amds.number(ReportField.VERSION) + ", key " + amds.keyInfo());
                    table.row("", "not verified yet; see 'cloister verify report'");
                    table.row("report data", amds.bytes(ReportField.REPORT_DATA).hex());
                },
                () -> {
                    table.row("report", report.length() + " bytes " + claimed.layout());
                    table.row("", "not verified yet");
                    claimed.rows(table);
                });
        reportFile.ifPresent(file -> table.row("written", file));
        certificatesFolder.ifPresent(folder -> certificates.forEach(one -> table.row("", folder + "/" + one.name())));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.owner.certs.ExportedFile;

/**
 * A guest's own statements, not verified yet.
 *
 * @param certificates those that came with the report
 * @param reportFile where the report was written
 * @param certificatesFolder where the certificates were written
 */
public record AttestResult(
        AttestationReport report,
        List<ExportedFile> certificates,
        Optional<String> reportFile,
        Optional<String> certificatesFolder) {
    JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("report", VerdictJson.report(report));
        json.addProperty("signingKey", Json.word(report.keyInfo().signingKey()));
        json.add("certificates", Json.array(certificates, one -> new JsonPrimitive(one.name())));
        reportFile.ifPresent(file -> json.addProperty("reportFile", file));
        certificatesFolder.ifPresent(folder -> json.addProperty("certificatesFolder", folder));
        return json;
    }

    void rows(Table table) {
        table.row("report", "version " + report.number(ReportField.VERSION) + ", key " + report.keyInfo());
        table.row("", "not verified yet; see 'cloister verify report'");
        table.row("report data", report.bytes(ReportField.REPORT_DATA).hex());
        reportFile.ifPresent(file -> table.row("written", file));
        certificatesFolder.ifPresent(folder -> certificates.forEach(one -> table.row("", folder + "/" + one.name())));
    }
}

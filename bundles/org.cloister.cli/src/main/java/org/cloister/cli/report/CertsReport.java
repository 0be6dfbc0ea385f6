// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.List;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.owner.certs.ExportedFile;

/** The answers of {@code certs}. */
public final class CertsReport {
    private CertsReport() {}

    /** A table that was written, in lines. */
    public static List<String> lines(String file, CertificateTable table) {
        Table rows = new Table("");
        table.entries().forEach(entry -> rows.row(entry.label(), entry.content().length() + " bytes"));
        rows.row("written", file + ", " + table.encode().length() + " bytes");
        return rows.lines();
    }

    /** A table that was written. */
    public static JsonObject json(String file, CertificateTable table) {
        JsonObject json = new JsonObject();
        json.addProperty("table", file);
        json.addProperty("size", table.encode().length());
        json.add("entries", Json.array(table.entries(), CertsReport::entry));
        return json;
    }

    /** The files that a table was taken apart into, in lines. */
    public static List<String> lines(String folder, List<ExportedFile> files) {
        Table rows = new Table("");
        files.forEach(file -> rows.row(folder + "/" + file.name(), Printable.of(file.origin())));
        return rows.lines();
    }

    /** The files that a table was taken apart into, and what of it was left out, where anything was. */
    public static JsonObject json(String folder, List<ExportedFile> files, List<IgnoredItem> ignored) {
        JsonObject json = new JsonObject();
        json.addProperty("folder", folder);
        json.add("files", Json.array(files, CertsReport::file));
        if (!ignored.isEmpty()) {
            json.add("ignored", Json.array(ignored, VerdictJson::ignored));
        }
        return json;
    }

    private static JsonObject entry(CertificateEntry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", entry.label());
        json.addProperty("guid", entry.guid().toString());
        json.addProperty("size", entry.content().length());
        return json;
    }

    private static JsonObject file(ExportedFile file) {
        JsonObject json = new JsonObject();
        json.addProperty("name", file.name());
        json.addProperty("size", file.content().length());
        json.addProperty("origin", file.origin());
        return json;
    }
}

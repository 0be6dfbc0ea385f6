// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.certs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cloister.amd.page.CertificateEntry;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.amd.x509.IgnoredItem;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * Takes a GHCB certificate table apart: a file for each certificate, named by its kind. Entries with GUIDs that are not
 * known are handed out as they are. For one thread.
 */
public final class TableExport {
    private final CertificateForm form;
    private final String where;
    private final List<ExportedFile> files = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Integer> used = new HashMap<>();

    private TableExport(CertificateForm form, String where) {
        this.form = form;
        this.where = where;
    }

    /**
     * The files, in the order of the table; none has the name of another. Rows that cannot be used are left out, as a
     * host that nobody trusts could deny the others by them; {@link #ignored} lists those.
     *
     * @param where the table, for messages
     * @throws org.cloister.api.CloisterException {@code certs.none}, or what is wrong with the first row, when no file
     *     is left
     */
    public static List<ExportedFile> of(CertificateTable table, CertificateForm form, String where) {
        TableExport export = read(table, form, where);
        if (export.files.isEmpty()) {
            throw export.problems.stream()
                    .findFirst()
                    .orElseGet(() -> Problem.input(ProblemCodes.CERTS_NONE, "this certificate table is empty")
                            .at(where))
                    .exception();
        }
        return List.copyOf(export.files);
    }

    /**
     * What {@link #of} leaves out of a table, with the reason.
     *
     * @param where the table, for messages
     */
    public static List<IgnoredItem> ignored(CertificateTable table, String where) {
        List<Problem> problems = read(table, CertificateForm.DER, where).problems;
        return new CertificateBundle(List.of(), List.of(), problems).lenient().ignored();
    }

    private static TableExport read(CertificateTable table, CertificateForm form, String where) {
        TableExport export = new TableExport(form, where);
        export.problems.addAll(table.faults(where));
        table.entries().forEach(export::add);
        return export;
    }

    private void add(CertificateEntry entry) {
        if (entry.kind().isEmpty()) {
            add(entry.label(), ".bin", entry.content(), "entry of a kind that is not known");
            return;
        }
        String name = entry.label().toLowerCase(Locale.ROOT);
        CertificateBundle content = CertificateBundle.read(entry.content(), where + ", entry " + entry.label());
        problems.addAll(content.problems());
        content.certificates().forEach(one -> add(name, one));
        content.crls().forEach(one -> add(name, one));
    }

    private void add(String name, AmdCertificate certificate) {
        Bytes content = form.certificate(certificate.encoded());
        add(name, form.extension(), content, certificate.subject().toString());
    }

    private void add(String name, AmdCrl list) {
        Bytes content = form.revocationList(list.encoded());
        add(name, form.extension(), content, "revocation list of " + list.issuer());
    }

    private void add(String name, String extension, Bytes content, String origin) {
        int number = used.merge(name, 1, Integer::sum);
        String whole = number == 1 ? name : name + "-" + number;
        files.add(new ExportedFile(whole + extension, content, origin));
    }
}

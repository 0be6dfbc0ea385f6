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
import org.cloister.api.Bytes;

/**
 * Takes a GHCB certificate table apart: a file for each certificate, named by its kind. Entries with GUIDs that are not
 * known are handed out as they are. For one thread.
 */
public final class TableExport {
    private final CertificateForm form;
    private final String where;
    private final List<ExportedFile> files = new ArrayList<>();
    private final Map<String, Integer> used = new HashMap<>();

    private TableExport(CertificateForm form, String where) {
        this.form = form;
        this.where = where;
    }

    /**
     * The files, in the order of the table; none has the name of another.
     *
     * @param where the table, for messages
     * @throws org.cloister.api.CloisterException when a content of a known kind is not a certificate
     */
    public static List<ExportedFile> of(CertificateTable table, CertificateForm form, String where) {
        TableExport export = new TableExport(form, where);
        table.entries().forEach(export::add);
        return List.copyOf(export.files);
    }

    private void add(CertificateEntry entry) {
        if (entry.kind().isEmpty()) {
            add(entry.label(), ".bin", entry.content(), "entry of a kind that is not known");
            return;
        }
        String name = entry.label().toLowerCase(Locale.ROOT);
        CertificateBundle content = CertificateBundle.read(entry.content(), where + ", entry " + entry.label());
        content.problems().stream().findFirst().ifPresent(problem -> {
            throw problem.exception();
        });
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

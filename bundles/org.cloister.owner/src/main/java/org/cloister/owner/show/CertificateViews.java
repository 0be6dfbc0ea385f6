// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.page.CertificateTable;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;

/** What is shown of files with any number of certificates. */
final class CertificateViews {
    private CertificateViews() {}

    static Structure amdFormat(Bytes content, String where) {
        List<Structure> all = new ArrayList<>();
        int offset = 0;
        for (AmdFormatCertificate one : CertificateFile.decode(content, where)) {
            all.add(Embedded.by(offset, one.show()));
            offset += one.encode().length();
        }
        return together(all);
    }

    /** Those in PEM are shown with offsets in the DER of each. */
    static Structure x509(Bytes content, String where) {
        CertificateBundle bundle = CertificateBundle.read(content, where);
        bundle.problems().stream().findFirst().ifPresent(problem -> {
            throw problem.exception();
        });
        Stream<Structure> certificates = bundle.certificates().stream().map(AmdCertificate::show);
        Stream<Structure> lists = bundle.crls().stream().map(AmdCrl::show);
        return together(Stream.concat(certificates, lists).toList());
    }

    /** A table of a host's, which is shown with its faults where it has a row for a certificate. */
    static Structure table(Bytes content, String where) {
        CertificateTable table = CertificateTable.seems(content)
                ? new CertificateTable(content)
                : CertificateTable.decode(content, where);
        Structure shown = table.show();
        List<Structure> parts = shown.parts().stream()
                .map(part -> content(content, part, where))
                .toList();
        Stream<Field> faults = table.faults(where).stream().map(fault -> new Field("note", 0, 0, fault.message(), ""));
        return new Structure(
                shown.kind(), Stream.concat(shown.fields().stream(), faults).toList(), parts);
    }

    /** What lies at an entry; contents that are not certificates are shown by their size only. */
    private static Structure content(Bytes table, Structure part, String where) {
        Field place = part.fields().get(0);
        Bytes content = table.slice(place.offset(), place.size());
        CertificateBundle bundle = CertificateBundle.read(content, where);
        if (bundle.problems().isEmpty()
                && bundle.certificates().size() + bundle.crls().size() > 0) {
            int base = FileSignatures.pem(content) ? 0 : place.offset();
            return new Structure(part.kind(), part.fields(), List.of(Embedded.by(base, x509(content, where))));
        }
        return part;
    }

    private static Structure together(List<Structure> all) {
        return all.size() == 1 ? all.get(0) : new Structure(all.size() + " certificates", List.of(), all);
    }
}

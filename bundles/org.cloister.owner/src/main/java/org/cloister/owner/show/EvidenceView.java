// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.SevReport;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.x509.AmdCertificate;
import org.cloister.amd.x509.AmdCrl;
import org.cloister.amd.x509.CertificateBundle;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.owner.evidence.EvidenceItem;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.evidence.EvidenceShape;
import org.cloister.owner.evidence.ReportEvidence;

/** What is shown of evidence: shape and notes, then report and certificates, each with offsets of its own. */
public final class EvidenceView {
    /** What is a kind of its own when nothing is around it. */
    private static final Set<List<EvidenceShape>> ALONE = Set.of(
            List.of(EvidenceShape.REPORT),
            List.of(EvidenceShape.LEGACY_REPORT),
            List.of(EvidenceShape.CERTIFICATE_TABLE));

    private EvidenceView() {}

    /** Whether bytes are evidence of a shape that is more than a report or a table. */
    static boolean seems(Bytes content) {
        ReportEvidence evidence = EvidenceReader.read(content, "");
        return evidence.known() && !ALONE.contains(evidence.shapes());
    }

    static Structure of(Bytes content, String where) {
        return of(EvidenceReader.read(content, where));
    }

    /**
     * What is in evidence.
     *
     * @throws org.cloister.api.CloisterException why it is not taken
     */
    public static Structure of(ReportEvidence evidence) {
        evidence.refusal().ifPresent(problem -> {
            throw problem.exception();
        });
        List<Field> fields = new ArrayList<>();
        evidence.shapes().forEach(shape -> fields.add(said("shape", shape.key(), shape.title())));
        evidence.statedTcb()
                .ifPresent(
                        tcb -> fields.add(said("tcbm", Numbers.hex(tcb), "TCB version that the certificates are for")));
        evidence.runtimeData()
                .flatMap(data -> data.userData())
                .ifPresent(data -> fields.add(said("user-data", data.hex(), "what the guest put in")));
        evidence.notes().forEach(note -> fields.add(said("note", note, "")));
        List<Structure> parts = new ArrayList<>();
        evidence.report().ifPresent(report -> parts.add(report(report)));
        evidence.items().forEach(item -> parts.add(certificates(item)));
        return new Structure("evidence", fields, parts);
    }

    private static Structure report(Bytes report) {
        return report.length() == SevReport.SIZE
                ? new SevReport(report).show()
                : AttestationReport.decode(report, "report").show();
    }

    private static Structure certificates(EvidenceItem item) {
        CertificateBundle bundle = CertificateBundle.read(item.content(), item.where());
        List<Structure> parts = new ArrayList<>();
        bundle.certificates().stream().map(AmdCertificate::show).forEach(parts::add);
        bundle.crls().stream().map(AmdCrl::show).forEach(parts::add);
        List<Field> broken = bundle.problems().stream()
                .map(problem -> said("note", problem.message(), ""))
                .toList();
        return new Structure(item.where(), broken, parts);
    }

    // It lies in text, or was put together: there is no offset to tell.
    private static Field said(String name, String value, String meaning) {
        return new Field(name, 0, 0, value, meaning);
    }
}

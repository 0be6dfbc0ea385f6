// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.tcb.ExtendedTcb;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.api.Bytes;

/** What a report says, field by field, for people. */
final class ReportView {
    private static final List<ReportField> TCBS = List.of(
            ReportField.CURRENT_TCB, ReportField.REPORTED_TCB, ReportField.COMMITTED_TCB, ReportField.LAUNCH_TCB);

    private static final List<ReportField> EXTENDED =
            List.of(ReportField.CURRENT_ETCB, ReportField.LAUNCH_ETCB, ReportField.COMMITTED_ETCB);

    private static final Bytes ALL_ONES = Bytes.ofHex("ff".repeat(32));

    /** Of what nobody has held against a real report. */
    private static final String UNVERIFIED = " (unverified)";

    private final AttestationReport report;
    private final List<TcbLayout> layout;

    ReportView(AttestationReport report) {
        this.report = report;
        List<TcbLayout> layouts = PossibleGenerations.layouts(report);
        this.layout = layouts.size() == 1 ? layouts : List.of();
    }

    Structure structure() {
        String kind = "SEV-SNP attestation report, version " + report.number(ReportField.VERSION);
        return new Structure(kind, report.version().layout().fields(report.raw(), 0, this::meaning), parts());
    }

    private List<Structure> parts() {
        List<Structure> parts = new ArrayList<>();
        for (ReportField field : layout.isEmpty() ? List.<ReportField>of() : TCBS) {
            parts.add(report.tcb(field, layout.get(0))
                    .show(field.slot().name(), field.slot().offset()));
        }
        for (ReportField field : report.hasExtendedTcb() ? EXTENDED : List.<ReportField>of()) {
            parts.add(new ExtendedTcb(report.bytes(field))
                    .show(field.slot().name(), field.slot().offset()));
        }
        return parts;
    }

    private String meaning(Slot slot) {
        ReportField field = ReportField.of(slot);
        return switch (field) {
            case POLICY -> policy();
            case VMPL -> vmpl();
            case SIGNATURE_ALGO -> algorithm();
            case PLATFORM_INFO -> report.platformInfo().toString();
            case KEY_INFO -> report.keyInfo().toString();
            case CURRENT_TCB, REPORTED_TCB, COMMITTED_TCB, LAUNCH_TCB -> tcb(field);
            case CURRENT_ETCB, LAUNCH_ETCB, COMMITTED_ETCB -> extended(field);
            case CPUID_FAM_ID, CPUID_MOD_ID -> slot.meaning() + ": " + processor();
            case REPORT_ID_MA -> migrationAgent();
            case CHIP_ID -> unlessZero(field, "masked by the host");
            case ID_KEY_DIGEST -> unlessZero(field, "no ID block");
            case AUTHOR_KEY_DIGEST -> unlessZero(field, "no author key");
            case SIGNATURE_R, SIGNATURE_S -> unlessZero(field, "not signed");
            default -> slot.meaning();
        };
    }

    private String policy() {
        long policy = report.number(ReportField.POLICY);
        Stream<String> bits =
                Stream.of(SnpPolicyBit.values()).map(bit -> bit.key() + (bit.in(policy) ? "=on" : "=off"));
        return String.join(",", bits.toList()) + ",abi=" + (policy >>> 8 & 0xff) + "." + (policy & 0xff);
    }

    private String vmpl() {
        return report.number(ReportField.VMPL) == AttestationReport.VMPL_OF_HOST
                ? "asked for by the host"
                : ReportField.VMPL.slot().meaning();
    }

    /** The firmware sets all bits when there is none. */
    private String migrationAgent() {
        ReportField field = ReportField.REPORT_ID_MA;
        return report.bytes(field).equals(ALL_ONES)
                ? "no migration agent"
                : field.slot().meaning();
    }

    private String algorithm() {
        return report.number(ReportField.SIGNATURE_ALGO) == AttestationReport.ECDSA_P384_SHA384
                ? "ECDSA on P-384 with SHA-384"
                : "not known";
    }

    private String tcb(ReportField field) {
        if (layout.isEmpty()) {
            return field.slot().meaning() + ": layout not known";
        }
        String said = report.tcb(field, layout.get(0)).toString();
        return field.slot().meaning() + ": " + said + (layout.get(0).verified() ? "" : UNVERIFIED);
    }

    private String extended(ReportField field) {
        return report.hasExtendedTcb()
                ? field.slot().meaning() + ": " + new ExtendedTcb(report.bytes(field)) + UNVERIFIED
                : "this generation has no extended TCB version";
    }

    private String processor() {
        int family = (int) report.number(ReportField.CPUID_FAM_ID);
        int model = (int) report.number(ReportField.CPUID_MOD_ID);
        return Generations.find(family, model).map(Generation::product).orElse("not known");
    }

    private String unlessZero(ReportField field, String zero) {
        Bytes content = report.bytes(field);
        return content.isZero() ? zero : field.slot().meaning();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Unknown;
import org.cloister.amd.struct.Violation;
import org.cloister.amd.tcb.ExtendedTcb;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;

/**
 * What must not be in a report, and what may be although nobody here knows it. The signed part cannot be forged in:
 * what is new there about the platform is no fault. What is new in the guest's policy may widen what the host may do,
 * and what is outside the signed part anybody can write.
 */
final class ReportRules {
    /** A number of the curve P-384 has 48 bytes, its field 72. */
    private static final int P384 = 48;

    private static final int POLICY_MUST_BE_ONE = 17;

    private static final List<ReportField> TCBS = List.of(
            ReportField.CURRENT_TCB, ReportField.REPORTED_TCB, ReportField.COMMITTED_TCB, ReportField.LAUNCH_TCB);

    private static final List<ReportField> EXTENDED =
            List.of(ReportField.CURRENT_ETCB, ReportField.LAUNCH_ETCB, ReportField.COMMITTED_ETCB);

    private ReportRules() {}

    static List<Violation> violations(AttestationReport report) {
        List<Violation> found = new ArrayList<>();
        checkPolicy(found, report);
        report.version().layout().violations(report.raw(), 0).stream()
                .filter(one -> one.offset() >= AttestationReport.SIGNED)
                .forEach(found::add);
        checkNumber(found, report, ReportField.SIGNATURE_R);
        checkNumber(found, report, ReportField.SIGNATURE_S);
        return List.copyOf(found);
    }

    private static void checkPolicy(List<Violation> found, AttestationReport report) {
        long policy = report.number(ReportField.POLICY);
        if (PolicyLayout.SNP.reserved().in(policy)) {
            found.add(wrong(
                    report, ReportField.POLICY, PolicyLayout.SNP.reserved().expected()));
        }
        if ((policy >>> POLICY_MUST_BE_ONE & 1) == 0) {
            found.add(wrong(report, ReportField.POLICY, "bit 17 set"));
        }
    }

    private static void checkNumber(List<Violation> found, AttestationReport report, ReportField field) {
        Slot slot = field.slot();
        Bytes upper = report.raw().slice(slot.offset() + P384, slot.size() - P384);
        if (!upper.isZero()) {
            found.add(new Violation(slot.name(), slot.offset() + P384, upper.hex(), "zeros"));
        }
    }

    private static Violation wrong(AttestationReport report, ReportField field, String expected) {
        Slot slot = field.slot();
        return new Violation(
                slot.name(), slot.offset(), slot.show(report.raw(), 0).value(), expected);
    }

    static List<Unknown> unknown(AttestationReport report) {
        List<Unknown> found = new ArrayList<>();
        addBits(found, ReportField.PLATFORM_INFO, report.platformInfo().unknown());
        addBits(
                found,
                ReportField.KEY_INFO,
                Integer.toUnsignedLong(report.keyInfo().unknown()));
        report.version().layout().reserved().stream()
                .filter(gap -> gap.offset() < AttestationReport.SIGNED)
                .forEach(gap -> addBytes(found, gap.name(), gap.offset(), gap.in(report.raw())));
        addTcbs(found, report);
        addExtendedTcbs(found, report);
        return List.copyOf(found);
    }

    private static void addBits(List<Unknown> found, ReportField field, long unknown) {
        BitNumbers.of(unknown)
                .forEach(number -> found.add(
                        Unknown.bit(where(field.slot().name()), field.slot().offset(), number)));
    }

    // Only from the first byte that is not zero to the last one: of a long run the rest says nothing.
    private static void addBytes(List<Unknown> found, String name, int offset, Bytes content) {
        if (content.isZero()) {
            return;
        }
        int from = 0;
        while (content.at(from) == 0) {
            from++;
        }
        int to = content.length();
        while (content.at(to - 1) == 0) {
            to--;
        }
        found.add(Unknown.bytes(
                where(name), offset + from, content.slice(from, to - from).hex()));
    }

    private static void addTcbs(List<Unknown> found, AttestationReport report) {
        List<TcbLayout> layouts = PossibleGenerations.layouts(report);
        if (layouts.size() == 1) {
            for (ReportField field : TCBS) {
                Bytes beyond = report.tcb(field, layouts.get(0)).beyond();
                int offset = field.slot().offset() + TcbVersion.SIZE - beyond.length();
                addBytes(found, field.slot().name(), offset, beyond);
            }
        }
    }

    private static void addExtendedTcbs(List<Unknown> found, AttestationReport report) {
        for (ReportField field : EXTENDED) {
            if (report.version().has(field)) {
                Bytes content = report.bytes(field);
                Bytes beyond = report.hasExtendedTcb() ? new ExtendedTcb(content).beyond() : content;
                int offset = field.slot().offset() + content.length() - beyond.length();
                addBytes(found, field.slot().name(), offset, beyond);
            }
        }
    }

    private static String where(String field) {
        return "report, " + field;
    }
}

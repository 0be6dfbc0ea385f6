// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.ArrayList;
import java.util.List;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;

/**
 * What must be zero in a report, by its version: bytes between fields, bits within them, the upper bytes of the
 * signature's numbers.
 */
final class ReportRules {
    /** A number of the curve P-384 has 48 bytes, its field 72. */
    private static final int P384 = 48;

    private static final int POLICY_MUST_BE_ONE = 17;

    private ReportRules() {}

    static List<Violation> violations(AttestationReport report) {
        List<Violation> found = new ArrayList<>(report.version().layout().violations(report.raw(), 0));
        checkPolicy(found, report);
        checkPlatform(found, report);
        checkKeys(found, report);
        checkNumber(found, report, ReportField.SIGNATURE_R);
        checkNumber(found, report, ReportField.SIGNATURE_S);
        return List.copyOf(found);
    }

    private static void checkPolicy(List<Violation> found, AttestationReport report) {
        long policy = report.number(ReportField.POLICY);
        int lowest = lowestReserved(report.version());
        if (policy >>> lowest != 0) {
            found.add(wrong(report, ReportField.POLICY, "bits " + lowest + " to 63 clear"));
        }
        if ((policy >>> POLICY_MUST_BE_ONE & 1) == 0) {
            found.add(wrong(report, ReportField.POLICY, "bit 17 set"));
        }
    }

    /** Bit 25, page swap, came with version 5. */
    private static int lowestReserved(ReportVersion version) {
        return version == ReportVersion.V5 ? 26 : 25;
    }

    private static void checkPlatform(List<Violation> found, AttestationReport report) {
        long undefined = report.platformInfo().undefined(report.version());
        if (undefined != 0) {
            found.add(wrong(report, ReportField.PLATFORM_INFO, "the bits " + Numbers.hex(undefined) + " clear"));
        }
    }

    private static void checkKeys(List<Violation> found, AttestationReport report) {
        if (report.keyInfo().reserved()) {
            found.add(wrong(report, ReportField.KEY_INFO, "bits 5 to 31 clear and signing key 0, 1 or 7"));
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
}

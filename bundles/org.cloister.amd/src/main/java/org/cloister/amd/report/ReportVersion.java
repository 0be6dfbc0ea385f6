// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Problem;

/**
 * The versions of the attestation report that are known. Others are refused by name, never guessed: a later one may
 * give a meaning to bytes that are reserved now.
 */
public enum ReportVersion {
    /** Without the processor's family and model. */
    V2(2),
    /** Family, model and stepping; alias check. */
    V3(3),
    /** The same fields as version 3. */
    V4(4),
    /** Mitigation vectors; page swap policy; trusted I/O. */
    V5(5);

    private final int number;
    private final Layout layout;

    ReportVersion(int number) {
        this.number = number;
        this.layout = new Layout("an SEV-SNP attestation report", AttestationReport.SIZE, slots(number));
    }

    /** The number that the report says. */
    public int number() {
        return number;
    }

    /** Its fields; what they leave out must be zero. */
    public Layout layout() {
        return layout;
    }

    /** Whether a report of this version has a field. */
    public boolean has(ReportField field) {
        return number >= field.since();
    }

    /**
     * The version with a number.
     *
     * @param name what the report is called in the problem
     * @throws org.cloister.api.CloisterException {@code report.version} for one that is not known
     */
    static ReportVersion of(long number, String name) {
        return Arrays.stream(values())
                .filter(one -> one.number == number)
                .findFirst()
                .orElseThrow(() -> Problem.input(
                                ReportCodes.REPORT_VERSION,
                                "version " + number + " of the attestation report is not known")
                        .at(name + ", version at offset 0x0")
                        .found(number)
                        .expected("one of " + all())
                        .exception());
    }

    private static String all() {
        return Arrays.stream(values()).map(one -> Integer.toString(one.number)).collect(Collectors.joining(", "));
    }

    private static List<Slot> slots(int number) {
        return Arrays.stream(ReportField.values())
                .filter(field -> field.since() <= number)
                .map(ReportField::slot)
                .toList();
    }
}

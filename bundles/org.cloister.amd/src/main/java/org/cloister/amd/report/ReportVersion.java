// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Problem;

/**
 * The versions of the attestation report that are known. Others are refused by name: a later one may give a meaning to
 * bytes that are reserved now. Who permits one by its number gets the fields of {@link #LATER}, and the rest told.
 */
public enum ReportVersion {
    /** Without the processor's family and model. */
    V2(2),
    /** Family, model and stepping; alias check. */
    V3(3),
    /** The same fields as version 3. */
    V4(4),
    /** Mitigation vectors; page swap policy; trusted I/O. */
    V5(5),
    /** Extended TCB versions, which only Venice fills in: unverified. */
    V6(6),
    /** Any above: read by the fields that versions 3 to 6 have in common, where its owner permits it by number. */
    LATER(7, 3);

    private final int number;
    private final int fields;
    private final Layout layout;

    ReportVersion(int number) {
        this(number, number);
    }

    /** @param fields the version whose fields it has */
    ReportVersion(int number, int fields) {
        this.number = number;
        this.fields = fields;
        this.layout = new Layout("an SEV-SNP attestation report", AttestationReport.SIZE, slots(fields));
    }

    /** The number that the report says, of {@link #LATER} the least. */
    public int number() {
        return number;
    }

    /** Its fields; what they leave out is zero, as far as this program knows. */
    public Layout layout() {
        return layout;
    }

    /** Whether a report of this version has a field. */
    public boolean has(ReportField field) {
        return fields >= field.since();
    }

    /**
     * The version with a number.
     *
     * @param name what the report is called in the problem
     * @throws org.cloister.api.CloisterException {@code report.version} for one that is not known
     */
    static ReportVersion of(long number, String name) {
        return Arrays.stream(values())
                .filter(one -> one.number == number && one != LATER)
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
        return Arrays.stream(values())
                .filter(one -> one != LATER)
                .map(one -> Integer.toString(one.number))
                .collect(Collectors.joining(", "));
    }

    private static List<Slot> slots(int number) {
        return Arrays.stream(ReportField.values())
                .filter(field -> field.since() <= number)
                .map(ReportField::slot)
                .toList();
    }
}

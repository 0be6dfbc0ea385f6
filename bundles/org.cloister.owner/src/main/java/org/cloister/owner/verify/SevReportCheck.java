// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import static org.cloister.owner.verify.Stage.APPRAISE;
import static org.cloister.owner.verify.Stage.AUTHENTICATE;
import static org.cloister.owner.verify.Stage.PARSE;

import java.util.List;
import java.util.stream.Stream;

/**
 * The checks of reports of SEV and SEV-ES beside those of the chain ({@link SevCheck}), with the names that the same
 * checks have for SEV-SNP.
 */
enum SevReportCheck implements CheckPoint {
    /** What was given is of a shape that is known and taken, as it has to be. */
    EVIDENCE_FORM("evidence.form", PARSE, false),
    /** The report has 208 bytes. */
    REPORT_SIZE("report.size", PARSE, true),
    /** Reserved bytes are zero. */
    REPORT_RESERVED("report.reserved", PARSE, true),
    /** The signature's key and algorithm are known, its numbers are in range, and the bytes around them are zero. */
    REPORT_SIGNATURE_FORM("report.signature-form", PARSE, true),
    /** The PEK signed the report. */
    REPORT_SIGNATURE("report.signature", AUTHENTICATE, true),
    /** The launch digest is one of those allowed. */
    MEASUREMENT("measurement", APPRAISE, false),
    /** The nonce is the one that was asked with. */
    REPORT_DATA("report-data", APPRAISE, false),
    /** The guest's policy allows and forbids what it has to. */
    POLICY("policy", APPRAISE, false),
    /** The guest cannot be debugged. */
    DEBUGGING("policy.debug", APPRAISE, false);

    private final String label;
    private final Stage stage;
    private final boolean essential;

    SevReportCheck(String label, Stage stage, boolean essential) {
        this.label = label;
        this.stage = stage;
        this.essential = essential;
    }

    /** All checks of a report with its chain, in the order in which results list them. */
    static List<CheckPoint> withChain() {
        Stream<CheckPoint> before =
                Stream.of(values()).filter(one -> one.stage == PARSE).map(CheckPoint.class::cast);
        Stream<CheckPoint> after =
                Stream.of(values()).filter(one -> one.stage != PARSE).map(CheckPoint.class::cast);
        return Stream.concat(Stream.concat(before, Stream.of(SevCheck.values())), after)
                .toList();
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public boolean essential() {
        return essential;
    }

    @Override
    public String remedy() {
        return switch (this) {
            case EVIDENCE_FORM, REPORT_SIZE -> "give the 208 bytes that the host's monitor answered with";
            case REPORT_RESERVED, REPORT_SIGNATURE_FORM, REPORT_SIGNATURE ->
                "get report and certificates again from the same platform, and carry them unchanged";
            case DEBUGGING -> "launch the guest with nodbg, or permit debugging by --allow-debug";
            default -> "do not trust this guest, or correct what is demanded";
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

/** Codes of problems of evidence that cannot be taken; see {@link org.cloister.api.ProblemCodes}. */
public final class EvidenceCodes {
    /** Input: evidence lies in evidence, deeper than is looked. */
    public static final String EVIDENCE_DEPTH = "evidence.depth";

    /** Input: a field of evidence is missing, or is not what it has to be. */
    public static final String EVIDENCE_FIELD = "evidence.field";

    /** Input: this evidence is cut off, or is not in the form that its beginning promises. */
    public static final String EVIDENCE_BROKEN = "evidence.broken";

    /** Input: this evidence is of a kind that is known and not taken. */
    public static final String EVIDENCE_KIND = "evidence.kind";

    /** Input: there is no report in this evidence. */
    public static final String EVIDENCE_REPORT = "evidence.report";

    /** Input: this is larger than evidence is. */
    public static final String EVIDENCE_SIZE = "evidence.size";

    /** Input: the firmware answered with a status, and made no report. */
    public static final String EVIDENCE_STATUS = "evidence.status";

    /** Input: behind the report lies something else than a certificate table or zeros. */
    public static final String EVIDENCE_TAIL = "evidence.tail";

    private EvidenceCodes() {}
}

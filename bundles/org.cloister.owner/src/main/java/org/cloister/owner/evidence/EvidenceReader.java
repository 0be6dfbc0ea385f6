// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/**
 * Finds out by its content in which shape evidence is, and takes it apart. Whatever bytes are given, the answer is
 * never an exception.
 */
public final class EvidenceReader {
    /** The most bytes that are looked at; evidence of clouds has at most tens of thousands. */
    public static final int MOST = 1 << 20;

    private EvidenceReader() {}

    /**
     * Reads evidence.
     *
     * @param content all of it; {@link #MOST} and one more byte of what is longer
     * @param where the file, for messages
     */
    public static ReportEvidence read(Bytes content, String where) {
        // Most evidence is nothing but a report: nothing else is loaded for it
        if (ReportSigns.report(content)) {
            return ReportEvidence.of(EvidenceShape.REPORT, content);
        }
        EvidenceParts parts = new EvidenceParts(where);
        try {
            requireSize(content, where);
            return parts.take(content) ? parts.evidence(Optional.empty()) : ReportEvidence.bare(content);
        } catch (CloisterException refused) {
            return parts.evidence(Optional.of(refused.problem()));
        }
    }

    static void requireSize(Bytes content, String where) {
        if (content.length() > MOST) {
            throw Problem.input(EvidenceCodes.EVIDENCE_SIZE, "this is larger than evidence is")
                    .at(where)
                    .expected("at most " + MOST + " bytes")
                    .exception();
        }
    }
}

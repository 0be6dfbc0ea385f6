// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.owner.evidence.EvidenceReader;
import org.cloister.owner.evidence.EvidenceShape;
import org.cloister.owner.evidence.ReportEvidence;

/**
 * A file as it is shown: what text stands for, and what it was written in. Immutable.
 *
 * @param content the bytes to be shown
 * @param encoding {@code binary}, {@code base64} or {@code hex}
 */
public record ShownText(Bytes content, String encoding) {
    private static final List<EvidenceShape> TEXTS = List.of(EvidenceShape.HEX, EvidenceShape.BASE64);

    /** Checks that both are there. */
    public ShownText {
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(encoding, "encoding");
    }

    /**
     * What is to be shown of a file.
     *
     * @throws org.cloister.api.CloisterException {@code base64.form} when it is text of letters and digits and neither
     *     base64 nor evidence
     */
    public static ShownText of(Bytes file, String where) {
        ReportEvidence evidence = EvidenceReader.read(file, where);
        if (evidence.known()) {
            EvidenceShape outermost = evidence.shapes().get(0);
            String encoding = TEXTS.contains(outermost) ? outermost.key() : "binary";
            boolean report = TEXTS.contains(outermost) && evidence.shapes().size() == 2;
            return new ShownText(
                    evidence.report()
                            .filter(inner -> report && isReport(evidence))
                            .orElse(file),
                    encoding);
        }
        Optional<Bytes> decoded = EncodedContent.required(file, where);
        return new ShownText(decoded.orElse(file), decoded.isPresent() ? "base64" : "binary");
    }

    private static boolean isReport(ReportEvidence evidence) {
        EvidenceShape inner = evidence.shapes().get(1);
        return inner == EvidenceShape.REPORT || inner == EvidenceShape.LEGACY_REPORT;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * What evidence turned out to be and to hold. Reading it proves nothing: whoever carries it can change all of it.
 * Immutable.
 *
 * @param shapes what it is, the outermost first; empty where it is nothing that is known
 * @param report the bytes of the report: 1184 of SEV-SNP, or 208 of SEV or SEV-ES; where no shape is known, all that
 *     there is; empty where the shape holds none or is refused
 * @param items certificates that came with it, in their order
 * @param runtimeData what the report is bound to in place of the owner's data; Azure's HCL reports have it
 * @param statedTcb the TCB version that certificates were handed out for, as 64 bits; Azure's THIM service states it
 * @param notes what else was found in it, one sentence each
 * @param refusal why it is not taken
 */
public record ReportEvidence(
        List<EvidenceShape> shapes,
        Optional<Bytes> report,
        List<EvidenceItem> items,
        Optional<RuntimeData> runtimeData,
        Optional<Long> statedTcb,
        List<String> notes,
        Optional<Problem> refusal) {
    /** Copies the lists. */
    public ReportEvidence {
        shapes = List.copyOf(shapes);
        items = List.copyOf(items);
        notes = List.copyOf(notes);
        Objects.requireNonNull(report, "report");
        Objects.requireNonNull(runtimeData, "runtimeData");
        Objects.requireNonNull(statedTcb, "statedTcb");
        Objects.requireNonNull(refusal, "refusal");
    }

    /** A report and nothing else. */
    static ReportEvidence of(EvidenceShape shape, Bytes report) {
        return only(List.of(shape), report);
    }

    /** Bytes that are to be judged as a report alone, whatever they are. */
    public static ReportEvidence bare(Bytes content) {
        return only(List.of(), content);
    }

    private static ReportEvidence only(List<EvidenceShape> shapes, Bytes report) {
        return new ReportEvidence(
                shapes,
                Optional.of(report),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** Whether it is of a shape that is known, taken or refused. */
    public boolean known() {
        return !shapes.isEmpty();
    }

    /** Whether the report in it is one of SEV or SEV-ES. */
    public boolean legacy() {
        return known() && shapes.get(shapes.size() - 1) == EvidenceShape.LEGACY_REPORT;
    }

    /** What it is, from the outside to the inside, in words. */
    public String title() {
        return known()
                ? shapes.stream().map(EvidenceShape::title).collect(Collectors.joining(", in it "))
                : "nothing that is known";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** Collects what evidence holds while it is taken apart. Not for use by several threads. */
final class EvidenceParts {
    /** Text in JSON in text and a shape of bytes in that: nobody hands over more. */
    private static final int DEEPEST = 8;

    private final String where;
    private final List<EvidenceShape> shapes = new ArrayList<>();
    private final List<EvidenceItem> items = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Optional<Bytes> report = Optional.empty();
    private Optional<RuntimeData> runtimeData = Optional.empty();
    private Optional<Long> statedTcb = Optional.empty();

    EvidenceParts(String where) {
        this.where = where;
    }

    /** Takes bytes apart if they are of a shape that is known; whether they are. */
    boolean take(Bytes content) {
        for (BinaryForm form : BinaryForm.values()) {
            if (form.seems(content)) {
                enter(form.shape());
                form.read(content, this);
                return true;
            }
        }
        return new TextForm(this).take(content);
    }

    /**
     * Takes bytes apart that lie in what is taken apart already.
     *
     * @throws org.cloister.api.CloisterException {@code evidence.report} when they are of no shape that is known
     */
    void nested(Bytes content, String place) {
        if (!take(content)) {
            throw Problem.input(EvidenceCodes.EVIDENCE_REPORT, "there is no report in this evidence")
                    .at(place(place))
                    .found(content)
                    .expected("an attestation report, or one of the shapes that hold one")
                    .exception();
        }
    }

    /** Says what is taken apart from here on. */
    void enter(EvidenceShape shape) {
        if (shapes.size() == DEEPEST) {
            throw Problem.input(EvidenceCodes.EVIDENCE_DEPTH, "evidence lies in evidence, deeper than is looked")
                    .at(where)
                    .expected("at most " + DEEPEST + " shapes in each other")
                    .exception();
        }
        shapes.add(shape);
    }

    /** Leaves what was entered last, as it was taken for something that it is not. */
    void leave() {
        shapes.remove(shapes.size() - 1);
    }

    void report(Bytes content) {
        if (report.isPresent()) {
            throw wrong("there is a second report in this evidence").exception();
        }
        report = Optional.of(content);
    }

    /** Adds certificates, in DER or PEM; nothing for no bytes. */
    void certificates(Bytes content, String place) {
        if (content.length() > 0) {
            items.add(new EvidenceItem(place(place), content));
        }
    }

    void runtimeData(RuntimeData data) {
        runtimeData = Optional.of(data);
    }

    void statedTcb(long tcb) {
        statedTcb = Optional.of(tcb);
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    /** A place in the file, for messages. */
    String place(String place) {
        return place.isEmpty() ? where : where + ", " + place;
    }

    /** That the evidence is not in the form of the shape that was entered last. */
    Problem wrong(String what) {
        return Problem.input(EvidenceCodes.EVIDENCE_BROKEN, what).at(where + ", " + last().title());
    }

    /** That the shape that was entered last is not taken. */
    Problem notTaken(String remedy) {
        return Problem.input(EvidenceCodes.EVIDENCE_KIND, "this is " + last().title() + ", which is not taken")
                .at(where)
                .expected("an attestation report, or one of the shapes that hold one")
                .remedy(remedy);
    }

    private EvidenceShape last() {
        return shapes.get(shapes.size() - 1);
    }

    ReportEvidence evidence(Optional<Problem> refusal) {
        Optional<Bytes> taken = refusal.isPresent() ? Optional.empty() : report;
        return new ReportEvidence(shapes, taken, items, runtimeData, statedTcb, notes, refusal);
    }
}

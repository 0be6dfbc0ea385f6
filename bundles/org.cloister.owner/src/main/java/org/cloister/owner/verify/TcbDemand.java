// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.tcb.TcbVersion;

/**
 * The least TCB version: one of several minimums is reached. Those that name a generation take the place of those that
 * name none; a report of a generation that none of them is about does not meet the demand. Immutable.
 *
 * @param field the TCB version that is judged
 * @param any at least one
 */
record TcbDemand(ReportField field, List<TcbMinimum> any) implements Rule {
    static final String SYNTAX = "the least versions, all that the generation has:"
            + " bootloader=3,tee=0,snp=8,microcode=115, and fmc on Turin; with milan: before them for that generation"
            + " alone; several are alternatives";

    /** No component that is mentioned is below its least version. */
    static PolicyItem.RuleReader of(ReportField field) {
        return setting -> new TcbDemand(
                field,
                setting.values().stream()
                        .map(value -> TcbMinimum.read(setting, value))
                        .toList());
    }

    @Override
    public Judgement judge(AppraisalInput subject) {
        Optional<TcbLayout> layout = subject.layout();
        if (layout.isEmpty()) {
            return new Judgement(false, AppraisalInput.NO_GENERATION);
        }
        List<TcbMinimum> meant = meant(subject);
        if (meant.isEmpty()) {
            return new Judgement(false, unforeseen(subject.generation()));
        }
        TcbVersion seen = subject.report().tcb(field, layout.get());
        boolean reached = meant.stream().anyMatch(one -> one.faults(seen).isEmpty());
        String faults = meant.stream().map(one -> one.faults(seen)).distinct().collect(Collectors.joining("; or "));
        return new Judgement(reached, reached ? seen.toString() : faults);
    }

    /** Those for the report's generation; where it has none of its own, those for whatever generation. */
    private List<TcbMinimum> meant(AppraisalInput subject) {
        Optional<Generation> seen = subject.generation();
        List<TcbMinimum> own = seen.isEmpty() ? List.of() : about(seen);
        return own.isEmpty() ? about(Optional.empty()) : own;
    }

    private List<TcbMinimum> about(Optional<Generation> generation) {
        return any.stream().filter(one -> one.generation().equals(generation)).toList();
    }

    private String unforeseen(Optional<Generation> seen) {
        String named = any.stream()
                .flatMap(one -> one.generation().stream())
                .map(Generation::product)
                .distinct()
                .collect(Collectors.joining(", "));
        return seen.map(one -> "nothing is said about " + one.product() + ", only about " + named)
                .orElse(AppraisalInput.NO_GENERATION);
    }

    /** The chain of endorsement keys runs through the components: an older key derives all numbers that come later. */
    @Override
    public Optional<Caution> caution(AppraisalInput subject) {
        return subject.layout()
                .flatMap(layout -> missing(subject, layout))
                .filter(missing -> !missing.isEmpty())
                .map(missing -> {
                    String names = missing.stream().map(TcbComponent::key).collect(Collectors.joining(", "));
                    return new Caution(
                            "nothing is demanded of " + names
                                    + ", and firmware with an older one can claim any number of those"
                                    + " that come later",
                            "name all components, " + names + " too");
                });
    }

    /** Of the minimums that are reached, what the one lacks that lacks least. */
    private Optional<List<TcbComponent>> missing(AppraisalInput subject, TcbLayout layout) {
        TcbVersion seen = subject.report().tcb(field, layout);
        return meant(subject).stream()
                .filter(one -> one.faults(seen).isEmpty())
                .map(one -> one.missing(layout))
                .min(Comparator.comparingInt(List::size));
    }
}

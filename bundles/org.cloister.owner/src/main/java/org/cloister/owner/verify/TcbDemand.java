// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.tcb.TcbVersion;

/**
 * The least TCB version, component by component: those that are not named do not matter. Immutable.
 *
 * @param field the TCB version that is judged
 * @param least by component
 */
record TcbDemand(ReportField field, Map<TcbComponent, Integer> least) implements Rule {
    static final String SYNTAX =
            "the least versions, all that the generation has: bootloader=3,tee=0,snp=8,microcode=115, and fmc on Turin";

    /** No component that is mentioned is below its least version. */
    static PolicyItem.RuleReader of(ReportField field) {
        return setting -> new TcbDemand(field, read(setting));
    }

    private static Map<TcbComponent, Integer> read(AppraisalSetting setting) {
        Map<TcbComponent, Integer> least = new EnumMap<>(TcbComponent.class);
        setting.pairs().forEach((name, value) -> {
            TcbComponent component = TcbComponent.named(name).orElseThrow(() -> setting.wrong(name));
            least.put(component, (int) setting.number(value, Byte.SIZE));
        });
        return least;
    }

    @Override
    public Judgement judge(AppraisalInput subject) {
        Optional<TcbLayout> layout = subject.layout();
        if (layout.isEmpty()) {
            return new Judgement(false, "neither the report nor a certificate determines the processor generation");
        }
        TcbVersion seen = subject.report().tcb(field, layout.get());
        String faults = least.entrySet().stream()
                .map(one -> fault(one.getKey(), seen.get(one.getKey()), one.getValue()))
                .filter(fault -> !fault.isEmpty())
                .collect(Collectors.joining("; "));
        return new Judgement(faults.isEmpty(), faults.isEmpty() ? seen.toString() : faults);
    }

    private static String fault(TcbComponent component, OptionalInt seen, int least) {
        if (seen.isEmpty()) {
            return "this generation has no " + component.key() + " in its TCB version";
        }
        return seen.getAsInt() >= least
                ? ""
                : component.key() + " is " + seen.getAsInt() + ", expected at least " + least;
    }

    /** The chain of endorsement keys runs through the components: an older key derives all numbers that come later. */
    @Override
    public Optional<Caution> caution(AppraisalInput subject) {
        return subject.layout()
                .map(this::missing)
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

    private List<TcbComponent> missing(TcbLayout layout) {
        return least.keySet().stream()
                .filter(layout::has)
                .max(Comparator.comparingInt(layout.components()::indexOf))
                .map(last -> layout.before(last).stream()
                        .filter(one -> !least.containsKey(one))
                        .toList())
                .orElse(List.of());
    }
}

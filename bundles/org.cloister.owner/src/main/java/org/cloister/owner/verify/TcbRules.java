// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.owner.verify.Rule.Judgement;

/** Rules about TCB versions, by component: as one number they mean nothing. */
final class TcbRules {
    static final String SYNTAX =
            "the least versions that matter: bootloader=3,tee=0,snp=8,microcode=115, and fmc where there is one";

    private TcbRules() {}

    /** No component that is mentioned is below its least version. */
    static PolicyItem.RuleReader of(ReportField field) {
        return setting -> {
            Map<TcbComponent, Integer> least = read(setting);
            return subject -> judge(subject, field, least);
        };
    }

    private static Map<TcbComponent, Integer> read(AppraisalSetting setting) {
        Map<TcbComponent, Integer> least = new EnumMap<>(TcbComponent.class);
        setting.pairs().forEach((name, value) -> {
            TcbComponent component = TcbComponent.named(name).orElseThrow(() -> setting.wrong(name));
            least.put(component, (int) setting.number(value, Byte.SIZE));
        });
        return least;
    }

    private static Judgement judge(AppraisalInput subject, ReportField field, Map<TcbComponent, Integer> least) {
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
            return "this generation has no " + component.key();
        }
        return seen.getAsInt() >= least
                ? ""
                : component.key() + " is " + seen.getAsInt() + ", expected at least " + least;
    }
}

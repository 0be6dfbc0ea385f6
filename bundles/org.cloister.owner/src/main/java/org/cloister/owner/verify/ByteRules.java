// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Bytes;
import org.cloister.owner.verify.Rule.Judgement;

/** Rules about fields that are compared as a whole. */
final class ByteRules {
    private ByteRules() {}

    /** The field has one of the values. */
    static PolicyItem.RuleReader of(ReportField field) {
        return of(field, (setting, value) -> setting.bytes(value, field.slot().size()));
    }

    /** The field has one of the values, which may be shorter: the requester of the report had zeros put behind them. */
    static PolicyItem.RuleReader filledUp(ReportField field) {
        return of(
                field, (setting, value) -> setting.filledUp(value, field.slot().size()));
    }

    private static PolicyItem.RuleReader of(ReportField field, BiFunction<AppraisalSetting, String, Bytes> reader) {
        return setting -> {
            Set<Bytes> allowed = new LinkedHashSet<>();
            setting.alternatives().forEach(value -> allowed.add(reader.apply(setting, value)));
            String demanded = allowed.stream().map(Bytes::hex).collect(Collectors.joining(" or "));
            return subject -> {
                Bytes seen = subject.report().bytes(field);
                return Judgement.of(allowed.contains(seen), seen.hex(), demanded);
            };
        };
    }
}

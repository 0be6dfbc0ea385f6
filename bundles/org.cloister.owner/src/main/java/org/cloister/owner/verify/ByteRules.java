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
    private static final String REQUIRED = "required";
    private static final String NONE = "none";

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

    /** The firmware checked an ID block at launch, or there was none: the digest of its key is zero then. */
    static Rule idBlock(AppraisalSetting setting) {
        String value = setting.single();
        if (!value.equals(REQUIRED) && !value.equals(NONE)) {
            throw setting.wrong(value);
        }
        return subject -> {
            Bytes key = subject.report().bytes(ReportField.ID_KEY_DIGEST);
            String seen = key.isZero() ? "no ID block" : "an ID block signed by " + key.hex();
            return Judgement.of(
                    key.isZero() == value.equals(NONE), seen, value.equals(NONE) ? "no ID block" : "an ID block");
        };
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

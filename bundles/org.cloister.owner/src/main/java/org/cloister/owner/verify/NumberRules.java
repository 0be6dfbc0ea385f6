// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Numbers;
import org.cloister.owner.verify.Rule.Judgement;

/** Rules about numbers. */
final class NumberRules {
    private static final String HOST = "host";
    private static final int MOST_VMPL = 3;

    private NumberRules() {}

    /** The field is not below a number. */
    static PolicyItem.RuleReader atLeast(ReportField field) {
        return setting -> {
            long least = setting.number(setting.single(), field.slot().size() * Byte.SIZE);
            return subject -> {
                long seen = subject.report().number(field);
                return Judgement.of(seen >= least, Long.toString(seen), "at least " + least);
            };
        };
    }

    static Rule vmpl(AppraisalSetting setting) {
        Set<Long> allowed = setting.alternatives().stream()
                .map(value -> level(setting, value))
                .collect(Collectors.toUnmodifiableSet());
        String demanded = allowed.stream().sorted().map(NumberRules::name).collect(Collectors.joining(" or "));
        return subject -> {
            long seen = subject.report().number(ReportField.VMPL);
            return Judgement.of(allowed.contains(seen), name(seen), demanded);
        };
    }

    private static long level(AppraisalSetting setting, String value) {
        if (value.equals(HOST)) {
            return AttestationReport.VMPL_OF_HOST;
        }
        long level = setting.number(value, Integer.SIZE);
        if (level > MOST_VMPL) {
            throw setting.wrong(value);
        }
        return level;
    }

    private static String name(long level) {
        return level == AttestationReport.VMPL_OF_HOST ? HOST : Long.toString(level);
    }

    /** Some bits of the field are set; the others do not matter. */
    static PolicyItem.RuleReader bits(ReportField field) {
        return setting -> {
            long demanded = setting.number(setting.single(), Long.SIZE);
            return subject -> {
                if (!subject.has(field)) {
                    return new Judgement(false, subject.untold(field));
                }
                long seen = subject.report().number(field);
                return Judgement.of(
                        (seen & demanded) == demanded, Numbers.hex(seen), "the bits " + Numbers.hex(demanded));
            };
        };
    }
}

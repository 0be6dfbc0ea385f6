// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.report.PlatformInfo;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Numbers;
import org.cloister.owner.verify.Rule.Judgement;

/** Rules about switches, of the guest's policy and of the platform. */
final class SwitchRules {
    private static final String ABI = "abi";

    private SwitchRules() {}

    /** Whether one switch is as it has to be: the fault, if there is one. */
    private interface Demand {
        Optional<String> fault(AppraisalInput subject);
    }

    static Rule policy(AppraisalSetting setting) {
        String value = setting.single();
        return Numbers.parse(value).isPresent()
                ? exactly(setting.number(value, Long.SIZE), PolicyLayout.SNP.noteOnDigits(value))
                : switches(setting);
    }

    private static Rule exactly(long demanded, Optional<String> note) {
        String noted = note.map(text -> " (" + text + ")").orElse("");
        return subject -> {
            long seen = subject.report().number(ReportField.POLICY);
            return seen == demanded
                    ? new Judgement(true, Numbers.hex(seen) + noted)
                    : Judgement.of(false, Numbers.hex(seen), Numbers.hex(demanded) + noted);
        };
    }

    private static Rule switches(AppraisalSetting setting) {
        List<Demand> demands = new ArrayList<>();
        for (Map.Entry<String, String> pair : setting.pairs().entrySet()) {
            demands.add(pair.getKey().equals(ABI) ? abi(setting, pair.getValue()) : policyBit(setting, pair));
        }
        return all(demands, ReportField.POLICY);
    }

    // ABI_MAJOR in bits 15:8, ABI_MINOR in bits 7:0: as one number they are in order.
    private static Demand abi(AppraisalSetting setting, String value) {
        List<Integer> version = setting.version(value, 2, 2);
        long least = version.get(0) << Byte.SIZE | version.get(1);
        return subject -> (subject.report().number(ReportField.POLICY) & 0xffff) >= least
                ? Optional.empty()
                : Optional.of("it accepts firmware below ABI " + value);
    }

    private static Demand policyBit(AppraisalSetting setting, Map.Entry<String, String> pair) {
        SnpPolicyBit bit = Arrays.stream(SnpPolicyBit.values())
                .filter(one -> one.key().equals(pair.getKey()))
                .findFirst()
                .orElseThrow(() -> setting.wrong(pair.getKey()));
        boolean on = setting.on(pair.getValue());
        return subject -> bit.in(subject.report().number(ReportField.POLICY)) == on
                ? Optional.empty()
                : Optional.of(bit.key() + " is not " + pair.getValue());
    }

    static Rule platform(AppraisalSetting setting) {
        List<Demand> demands = new ArrayList<>();
        setting.pairs().forEach((name, value) -> demands.add(platformBit(setting, name, value)));
        return all(demands, ReportField.PLATFORM_INFO);
    }

    private static Demand platformBit(AppraisalSetting setting, String name, String value) {
        PlatformInfo.Bit bit = Arrays.stream(PlatformInfo.Bit.values())
                .filter(one -> one.key().equals(name))
                .findFirst()
                .orElseThrow(() -> setting.wrong(name));
        boolean on = setting.on(value);
        return subject -> {
            if (subject.report().version().number() < bit.since()) {
                return Optional.of("this version of the report does not contain " + name);
            }
            return subject.report().platformInfo().has(bit) == on
                    ? Optional.empty()
                    : Optional.of(name + " is not " + value);
        };
    }

    private static Rule all(List<Demand> demands, ReportField field) {
        return subject -> {
            String faults =
                    demands.stream().flatMap(one -> one.fault(subject).stream()).collect(Collectors.joining("; "));
            String seen = Numbers.hex(subject.report().number(field));
            return new Judgement(faults.isEmpty(), faults.isEmpty() ? seen : faults + " (found " + seen + ")");
        };
    }
}

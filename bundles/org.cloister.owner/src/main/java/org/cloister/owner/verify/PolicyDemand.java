// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Numbers;

/**
 * What is demanded of the guest's policy. Immutable.
 *
 * @param whole all of it; empty where only some of it matters
 * @param note on how the number was read; empty where there is nothing to say
 * @param switches those that matter
 * @param leastAbi the least version of the firmware's ABI, the major one in bits 15:8; empty where it does not matter
 */
record PolicyDemand(OptionalLong whole, String note, Map<SnpPolicyBit, Boolean> switches, OptionalLong leastAbi)
        implements Rule {
    private static final String ABI = "abi";
    private static final int ABI_MASK = 0xffff;

    static PolicyDemand read(AppraisalSetting setting) {
        String value = setting.single();
        if (Numbers.parse(value).isPresent()) {
            OptionalLong all = OptionalLong.of(setting.number(value, Long.SIZE));
            String note = PolicyLayout.SNP
                    .noteOnDigits(value)
                    .map(text -> " (" + text + ")")
                    .orElse("");
            return new PolicyDemand(all, note, Map.of(), OptionalLong.empty());
        }
        Map<SnpPolicyBit, Boolean> switches = new EnumMap<>(SnpPolicyBit.class);
        OptionalLong abi = OptionalLong.empty();
        for (Map.Entry<String, String> pair : setting.pairs().entrySet()) {
            if (pair.getKey().equals(ABI)) {
                List<Integer> version = setting.version(pair.getValue(), 2, 2);
                abi = OptionalLong.of(version.get(0) << Byte.SIZE | version.get(1));
            } else {
                switches.put(bit(setting, pair.getKey()), setting.on(pair.getValue()));
            }
        }
        return new PolicyDemand(OptionalLong.empty(), "", switches, abi);
    }

    private static SnpPolicyBit bit(AppraisalSetting setting, String name) {
        return Arrays.stream(SnpPolicyBit.values())
                .filter(one -> one.key().equals(name))
                .findFirst()
                .orElseThrow(() -> setting.wrong(name));
    }

    /** Whether it says what a switch has to be. */
    boolean isAbout(SnpPolicyBit bit) {
        return whole.isPresent() || switches.containsKey(bit);
    }

    @Override
    public Judgement judge(AppraisalInput subject) {
        long seen = subject.report().number(ReportField.POLICY);
        if (whole.isPresent()) {
            String found = Numbers.hex(seen);
            return seen == whole.getAsLong()
                    ? new Judgement(true, found + note)
                    : Judgement.of(false, found, Numbers.hex(whole.getAsLong()) + note);
        }
        List<String> faults = new ArrayList<>();
        switches.forEach((bit, on) -> {
            if (bit.in(seen) != on) {
                faults.add(bit.key() + (on ? " is not on" : " is not off"));
            }
        });
        // As one number the two bytes of the version are in order.
        if (leastAbi.isPresent() && (seen & ABI_MASK) < leastAbi.getAsLong()) {
            long least = leastAbi.getAsLong();
            faults.add("it accepts firmware below ABI " + (least >> Byte.SIZE) + "." + (least & 0xff));
        }
        String all = Numbers.hex(seen);
        return new Judgement(
                faults.isEmpty(), faults.isEmpty() ? all : String.join("; ", faults) + " (found " + all + ")");
    }
}

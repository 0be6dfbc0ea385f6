// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.cloister.amd.report.PlatformInfo;
import org.cloister.api.Numbers;
import org.cloister.owner.verify.Rule.Judgement;

/** Rules about the switches of the platform. */
final class PlatformRules {
    private PlatformRules() {}

    /** Every switch that is named is as it has to be; the others do not matter. */
    static Rule switches(AppraisalSetting setting) {
        Map<PlatformInfo.Bit, Boolean> demanded = setting.pairs().entrySet().stream()
                .collect(Collectors.toMap(pair -> bit(setting, pair.getKey()), pair -> setting.on(pair.getValue())));
        return subject -> {
            PlatformInfo platform = subject.report().platformInfo();
            String faults = Arrays.stream(PlatformInfo.Bit.values())
                    .filter(bit -> demanded.getOrDefault(bit, platform.has(bit)) != platform.has(bit))
                    .map(bit -> bit.key() + (platform.has(bit) ? " is on" : " is off"))
                    .collect(Collectors.joining("; "));
            String seen = Numbers.hex(platform.raw()) + " " + platform;
            return new Judgement(faults.isEmpty(), faults.isEmpty() ? seen : faults + " (found " + seen + ")");
        };
    }

    private static PlatformInfo.Bit bit(AppraisalSetting setting, String name) {
        return Arrays.stream(PlatformInfo.Bit.values())
                .filter(one -> one.key().equals(name))
                .findFirst()
                .orElseThrow(() -> setting.wrong(name));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.conditions;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.cloister.api.platform.PlatformFacts;

/**
 * What one platform offers.
 *
 * @param platform its name
 * @param ids the conditions that hold by it
 */
record OfferedConditions(String platform, Set<String> ids) {
    static OfferedConditions of(PlatformFacts facts) {
        String begin = "cloister." + facts.trust().name().toLowerCase(Locale.ROOT) + ".";
        return new OfferedConditions(
                facts.vmm(),
                facts.features().keySet().stream().map(begin::concat).collect(Collectors.toSet()));
    }
}

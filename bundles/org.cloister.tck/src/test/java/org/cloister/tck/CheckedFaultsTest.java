// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cloister.tck.guest.GuestTypeRules;
import org.cloister.tck.platform.VmmRules;
import org.junit.jupiter.api.Test;

/** Each check is known to find something. */
class CheckedFaultsTest {
    /** Checks without a broken sample that no other check finds, and why. */
    private static final Map<String, String> WITHOUT = Map.of(
            "launch.private",
            "the status of each type looks at the same pages: only a platform that answers it otherwise would show");

    private static void covered(Stream<String> checks, Stream<String> faults) {
        Set<String> without = checks.collect(Collectors.toCollection(TreeSet::new));
        without.removeAll(faults.collect(Collectors.toSet()));
        without.removeAll(WITHOUT.keySet());
        assertThat(without).isEmpty();
    }

    @Test
    void eachCheckOfAGuestTypeFindsAFault() {
        covered(
                GuestTypeRules.table().checks().stream()
                        .map(check -> check.rule().name()),
                BrokenGuests.all().stream().map(BrokenGuests.Fault::check));
    }

    @Test
    void eachCheckOfAPlatformFindsAFault() {
        covered(
                VmmRules.table().checks().stream().map(check -> check.rule().name()),
                BrokenPlatforms.all().stream().map(BrokenPlatforms.Fault::check));
    }

    @Test
    void whatHasAReasonIsACheck() {
        assertThat(VmmRules.table().checks())
                .extracting(check -> check.rule().name())
                .containsAll(WITHOUT.keySet());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServiceKeyTest {
    private static ServiceKey key(int ranking, long turn, long id) {
        return new ServiceKey(ranking, turn, id, new ServiceKey.Owner(id, "bundle" + id, "1.0.0", ""));
    }

    @Test
    void rankingComesFirstThenTheLastSwapThenTheFirstService() {
        ServiceKey ranked = key(10, 0, 9);
        ServiceKey lastSwapped = key(0, 7, 8);
        ServiceKey swapped = key(0, 5, 6);
        ServiceKey first = key(0, 0, 1);
        ServiceKey second = key(0, 0, 2);
        assertThat(Stream.of(second, swapped, first, lastSwapped, ranked).sorted(ServiceKey.PREFERENCE))
                .containsExactly(ranked, lastSwapped, swapped, first, second);
    }
}

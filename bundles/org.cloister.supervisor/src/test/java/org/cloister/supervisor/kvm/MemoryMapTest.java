// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryMapTest {
    private static final MemoryMap MAP = new MemoryMap(List.of(
            "00001000-00003000 rw-p 00000000 00:00 0",
            "00003000-00004000 rw-s 00000000 00:00 0",
            "00004000-00005000 r--p 00000000 00:00 0",
            "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0  [vsyscall]"));

    @Test
    void neighboursAreOneRange() {
        assertThat(MAP.isWritable(0x1800, 0x2800)).isTrue();
        assertThat(MAP.isWritable(0x1800, 0x2801)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 4096", "4096, 0", "-1, 1", "-1, 4095", "-4096, 4096", "4096, -1", "4096, -4096", "-1, 1099511627776"
    })
    void aRangeThatIsEmptyOrGoesRoundIsNotThere(long address, long length) {
        assertThat(MAP.isWritable(address, length)).isFalse();
    }
}

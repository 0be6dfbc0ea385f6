// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GhcbTerminationTest {
    @ParameterizedTest
    @CsvSource({
        "0x000100,0,0,asked to be ended",
        "0x010100,0,1,no common version",
        "0x021100,1,2,validated",
        "0x031100,1,3,VMPL 0",
        "0xff1100,1,255,not known here",
        "0x00f100,15,0,not known here"
    })
    void reasonsAreTold(String msr, int set, int code, String words) {
        long value = Long.decode(msr);
        assertThat(GhcbTermination.of(value)).isEqualTo(new GhcbTermination(set, code));
        assertThat(GhcbTermination.of(value)).asString().contains(words).contains("set " + set + ", code " + code);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SevGuestStatusTest {
    /** SEV firmware ABI, GSTATE. Sending is 4 and receiving 5; early documents of Linux had other orders. */
    @Test
    void hasTheFirmwaresStates() {
        assertThat(Arrays.stream(SevGuestStatus.State.values()).map(Enum::name))
                .containsExactly(
                        "UNINIT", "LAUNCH_UPDATE", "LAUNCH_SECRET", "RUNNING", "SEND_UPDATE", "RECEIVE_UPDATE", "SENT");
        assertThat(new SevGuestStatus(1, 0, 5).state()).contains(SevGuestStatus.State.RECEIVE_UPDATE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 7, Integer.MIN_VALUE})
    void hasNoNameForOtherNumbers(int code) {
        assertThat(new SevGuestStatus(1, 0, code).state()).isEmpty();
    }
}

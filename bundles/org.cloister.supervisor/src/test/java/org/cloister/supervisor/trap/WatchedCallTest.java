// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import static org.assertj.core.api.Assertions.assertThat;

import org.cloister.supervisor.linux.TrappedCall;
import org.junit.jupiter.api.Test;

class WatchedCallTest {
    private static final TrappedCall CREATE = new TrappedCall(1, 7, 16, 3, 0xAE01, 4, 0, 0);
    private static final WatchedCall WATCHED = new WatchedCall(CREATE, 0, result -> {});

    @Test
    void theCallIsExpectedAsItIsMadeAgain() {
        assertThat(WATCHED.isAgain(new TrappedCall(2, 7, 16, 3, 0xAE01, 0, 0, 0)))
                .isTrue();
        assertThat(WATCHED.isAgain(CREATE)).isFalse();
    }

    @Test
    void anotherCallIsNot() {
        assertThat(WATCHED.isAgain(new TrappedCall(2, 8, 16, 3, 0xAE01, 0, 0, 0)))
                .isFalse();
        assertThat(WATCHED.isAgain(new TrappedCall(2, 7, 1, 3, 0xAE01, 0, 0, 0)))
                .isFalse();
        assertThat(WATCHED.isAgain(new TrappedCall(2, 7, 16, 4, 0xAE01, 0, 0, 0)))
                .isFalse();
        assertThat(WATCHED.isAgain(new TrappedCall(2, 7, 16, 3, 0xAE03, 0, 0, 0)))
                .isFalse();
    }

    @Test
    void oneStopIsTheCalls() {
        WatchedCall call = new WatchedCall(CREATE, 0, result -> {});
        assertThat(call.takesStop()).isTrue();
        assertThat(call.takesStop()).isFalse();
    }
}

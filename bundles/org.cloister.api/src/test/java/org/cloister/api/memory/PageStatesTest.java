// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageStatesTest {
    private static final int FRAMES = 40;
    private static final PageState CREATED = new PageState(Visibility.SHARED, Turn.CREATION);

    private final PageStates states = new PageStates();

    /** Compared with an array of states, frame by frame. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithAPlainTable(long seed) {
        Random random = new Random(seed);
        PageState[] table = new PageState[FRAMES];
        Arrays.fill(table, CREATED);
        for (int step = 0; step < 500; step++) {
            int from = random.nextInt(FRAMES);
            int to = from + 1 + random.nextInt(FRAMES - from);
            PageState state = new PageState(
                    random.nextBoolean() ? Visibility.PRIVATE : Visibility.SHARED,
                    Turn.values()[1 + random.nextInt(3)]);
            BitSet told = new BitSet();
            states.turn(from, to, state, (first, end) -> told.set((int) first, (int) end));
            assertThat(told).isEqualTo(change(table, from, to, state));
            for (int frame = 0; frame < FRAMES; frame++) {
                assertThat(states.at(frame)).isEqualTo(table[frame]);
            }
        }
    }

    @Test
    void tellsTheRunsOfPrivateFrames() {
        PageState secret = new PageState(Visibility.PRIVATE, Turn.LAUNCH_UPDATE);
        states.turn(3, 5, secret, (from, to) -> {});
        states.turn(9, 10, secret, (from, to) -> {});
        BitSet told = new BitSet();
        states.privateRuns((from, to) -> told.set((int) from, (int) to));
        assertThat(told.stream()).containsExactly(3, 4, 9);
    }

    private static BitSet change(PageState[] table, int from, int to, PageState state) {
        BitSet changed = new BitSet();
        for (int frame = from; frame < to; frame++) {
            if (table[frame].visibility() != state.visibility()) {
                table[frame] = state;
                changed.set(frame);
            }
        }
        return changed;
    }
}

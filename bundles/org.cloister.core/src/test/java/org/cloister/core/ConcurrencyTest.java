// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cloister.api.Limits;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.LaunchListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyTest {
    private static final int THREADS = 8;
    private static final int LAUNCHES = 12;

    private final TestBed bed = TestBed.complete();

    @Test
    void launchesOfManyThreadsGoOnAtOnceAndAllIsGivenBack() throws Exception {
        Set<String> ids = ConcurrentHashMap.newKeySet();
        Set<String> digests = ConcurrentHashMap.newKeySet();
        Callable<Void> launches = () -> {
            for (int i = 0; i < LAUNCHES; i++) {
                try (Guest guest = bed.launcher.launch(TestBed.request(), LaunchListener.SILENT, Limits.NONE)) {
                    ids.add(guest.id());
                    digests.add(
                            guest.report().measurement().orElseThrow().value().hex());
                }
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Void>> done = new ArrayList<>();
        try {
            done.addAll(threads.invokeAll(Collections.nCopies(THREADS, launches)));
        } finally {
            threads.shutdown();
        }
        for (Future<Void> one : done) {
            one.get();
        }
        assertThat(ids).hasSize(THREADS * LAUNCHES);
        assertThat(digests).hasSize(1);
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().asids()).isZero();
        assertThat(bed.usage().pages()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"init", "start", "update", "finish", "measure", "ready"})
    void guestThatIsClosedDuringItsLaunchStaysClosed(String step) {
        LaunchListener closing = new LaunchListener() {
            @Override
            public void begins(String name) {
                if (name.equals(step)) {
                    bed.launcher.guests().forEach(Guest::close);
                }
            }
        };
        assertThatThrownBy(() -> bed.launcher.launch(TestBed.request(), closing, Limits.NONE))
                .hasMessageContaining("the guest was closed");
        assertThat(bed.launcher.guests()).isEmpty();
        assertThat(bed.usage().machines()).isZero();
        assertThat(bed.usage().pages()).isZero();
    }
}

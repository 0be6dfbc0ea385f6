// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.INIT;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.LaunchFixture.refused;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.Test;

class ManyMachinesTest {
    private static final int THREADS = 8;

    @Test
    void identifiersRunOutAndComeBack() {
        SoftProcessor processor = processor(3);
        List<LaunchFixture> three = IntStream.range(0, 3)
                .mapToObj(i -> new LaunchFixture(processor, 1))
                .toList();
        three.forEach(bench -> bench.channel.execute(INIT));
        assertThat(processor.asids()).isEqualTo(3);
        try (LaunchFixture fourth = new LaunchFixture(processor, 1)) {
            assertThat(refused(Errno.EBUSY, () -> fourth.channel.execute(INIT))).hasMessageContaining("1 to 3");
            three.get(1).close();
            fourth.channel.execute(INIT);
            assertThat(processor.asids()).isEqualTo(3);
        }
        three.forEach(LaunchFixture::close);
        assertNothingLeft(processor);
    }

    @Test
    void aPlatformWithoutIdentifiersSaysSo() {
        try (LaunchFixture bench = new LaunchFixture(processor(0), 1)) {
            refused(Errno.ENOTTY, () -> bench.channel.execute(INIT));
        }
    }

    @Test
    void launchesAtOnceLeaveNothingBehind() throws Exception {
        SoftProcessor processor = processor(THREADS);
        List<String> digests = atOnce(() -> IntStream.range(0, 20)
                .mapToObj(round -> launch(processor, round))
                .collect(Collectors.joining()));
        assertThat(Set.copyOf(digests)).hasSize(1);
        assertNothingLeft(processor);
    }

    /** A machine is closed by one thread while others command it: each command is done or refused, nothing is left. */
    @Test
    void closingAMachineAtWorkLeavesNothingBehind() throws Exception {
        SoftProcessor processor = processor(1);
        for (int round = 0; round < 30; round++) {
            LaunchFixture bench = LaunchFixture.started(processor, 1);
            bench.turn(0, 1 << 20);
            int closeAt = round;
            atOnce(() -> {
                for (int page = 0; page < 32; page++) {
                    if (page == closeAt) {
                        bench.close();
                    }
                    tryUpdate(bench, page);
                }
                return "";
            });
            bench.close();
            assertNothingLeft(processor);
        }
    }

    private static void tryUpdate(LaunchFixture bench, int page) {
        try {
            bench.channel.execute(new SnpLaunchUpdate(page, 0, PAGE, SnpPageType.ZERO, 0));
        } catch (SevCommandException e) {
            assertThat(e.errno()).isIn(Errno.EIO, Errno.EBADF);
        }
    }

    private static String launch(SoftProcessor processor, int round) {
        try (LaunchFixture bench = LaunchFixture.started(processor, 2)) {
            byte[] content = new byte[4 * PAGE];
            content[round] = 1;
            bench.put(SnpPageType.NORMAL, 0, Bytes.of(content));
            bench.channel.execute(FINISH);
            assertThat(bench.guestView(0).slice(0, 64)).isEqualTo(Bytes.of(content, 0, 64));
            return bench.digest().hex();
        }
    }

    private static <T> List<T> atOnce(Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(Collections.nCopies(THREADS, work))) {
                results.add(done.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private static SoftProcessor processor(int asids) {
        return new SoftProcessor(
                new PlatformSettings(509, asids + 1, 51, 1, EmulatedGeneration.MILAN, 0, 16, 1L << 32));
    }

    private static void assertNothingLeft(SoftProcessor processor) {
        assertThat(processor.asids()).isZero();
        assertThat(processor.guests()).isZero();
        assertThat(processor.machines()).isZero();
        assertThat(processor.pages()).isZero();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cloister.softsev.machine.LaunchFixture.FINISH;
import static org.cloister.softsev.machine.LaunchFixture.INIT;
import static org.cloister.softsev.machine.LaunchFixture.PAGE;
import static org.cloister.softsev.machine.LaunchFixture.START;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.memory.Turn;
import org.cloister.api.memory.Visibility;
import org.cloister.softsev.machine.ModelGuest.State;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random commands from several threads on several machines of one processor: each answers what a model of its machine
 * says, and in the end everything is released. {@code -Dcloister.seed=N} repeats what was drawn, though not how threads
 * took turns.
 */
class ModelTest {
    private static final int SEQUENCES = 2000;
    private static final int THREADS = 4;
    private static final int MACHINES = 7;
    private static final int ASIDS = 5;
    private static final int PAGES = 6;
    private static final SnpLaunchFinish WRONG_ID = new SnpLaunchFinish(
            Optional.of(new SignedIdBlock(Bytes.of(new byte[96]), Bytes.of(new byte[4096]))),
            false,
            false,
            FINISH.hostData(),
            0);
    private static final SnpLaunchFinish FLAGS =
            new SnpLaunchFinish(Optional.empty(), false, false, FINISH.hostData(), 1);

    private final SoftProcessor processor =
            new SoftProcessor(new PlatformSettings(509, ASIDS + 1, 51, 1, EmulatedGeneration.MILAN, 0, 16, 1L << 32));

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** One machine after the other, each with its model; commands of one come from any thread, one at a time. */
    private final class Place {
        private LaunchFixture bench;
        private ModelGuest model;
        private PageStateChanges changes;

        synchronized void step(Random random) {
            if (bench == null) {
                open();
                return;
            }
            int page = random.nextInt(PAGES);
            boolean on = random.nextBoolean();
            switch (random.nextInt(16)) {
                case 0, 1 -> init();
                case 2, 3 -> check("start", model.start(""), () -> bench.channel.execute(START));
                case 4 ->
                    check(
                            "start, ABI",
                            model.start("5/7"),
                            () -> bench.channel.execute(LaunchFixture.startWith(0x30200)));
                case 5 ->
                    check(
                            "start, bits",
                            model.start("22/-1"),
                            () -> bench.channel.execute(LaunchFixture.startWith(0x70000)));
                case 6, 7, 8 -> update(page, SnpPageType.values()[random.nextInt(6)]);
                case 9 -> check("turn " + on, model.turn(page, on), () -> turn(page, on));
                case 10 -> check("finish", model.finish(""), () -> bench.channel.execute(FINISH));
                case 11 -> check("finish, ID", model.finish("5/11"), () -> bench.channel.execute(WRONG_ID));
                case 12 -> check("finish, flags", model.finish("22/-1"), () -> bench.channel.execute(FLAGS));
                case 13 ->
                    check(
                            "map " + on,
                            model.map(page, on),
                            () -> changes.mapGpaRange((long) page * PAGE, 1, on ? 16 : 0));
                case 14 ->
                    check(
                            "validate " + on,
                            model.validate(page, on),
                            () -> changes.pvalidate((long) page * PAGE, false, on));
                default -> hostOrEnd(page, random.nextInt(4) == 0);
            }
            digest();
        }

        private void open() {
            bench = new LaunchFixture(processor, 1);
            changes = bench.machine.adapt(PageStateChanges.class).orElseThrow();
            model = new ModelGuest();
        }

        // More machines than identifiers: whether one is left depends on the other threads.
        private void init() {
            String expected = model.init();
            String answer = answer(() -> bench.channel.execute(INIT));
            if (expected.equals(ModelGuest.DONE)) {
                assertThat(answer).as("init").isIn(ModelGuest.DONE, "16/-1");
            } else {
                assertThat(answer).as("init in %s", model.state()).isEqualTo(expected);
            }
            if (answer.equals(ModelGuest.DONE)) {
                model.initialised();
            }
        }

        private void update(int page, SnpPageType type) {
            SnpLaunchUpdate command = new SnpLaunchUpdate(page, address(page), PAGE, type, 0);
            check("update " + type, model.update(page, type), () -> bench.channel.execute(command));
        }

        private long address(int page) {
            return model.state() == State.CLOSED ? 1L << 56 : bench.address((long) page * PAGE);
        }

        private Object turn(int page, boolean toPrivate) {
            Visibility to = toPrivate ? Visibility.PRIVATE : Visibility.SHARED;
            bench.machine.memory().turn((long) page * PAGE, PAGE, to, Turn.LAUNCH_UPDATE);
            return null;
        }

        private void hostOrEnd(int page, boolean end) {
            if (!end) {
                check("host write", model.hostWrite(page), () -> {
                    bench.machine.memory().hostView().write((long) page * PAGE + 9, new byte[1], 0, 1);
                    return null;
                });
            } else if (model.state() == State.CLOSED) {
                bench = null;
            } else {
                bench.close();
                model.close();
            }
        }

        private void digest() {
            boolean launched = bench != null && (model.state() == State.LAUNCHING || model.state() == State.RUNNING);
            if (launched) {
                assertThat(bench.digest()).isEqualTo(model.digest());
            }
        }

        private void check(String command, String expected, Supplier<Object> call) {
            State state = model.state();
            assertThat(answer(call)).as("%s, now %s", command, state).isEqualTo(expected);
            seen.add(command + ", " + expected);
        }

        synchronized void end() {
            if (bench != null) {
                bench.close();
            }
        }
    }

    private static String answer(Supplier<Object> call) {
        try {
            Object answer = call.get();
            boolean validation = answer instanceof PageStateChanges.Validation;
            return validation ? answer.toString() : ModelGuest.DONE;
        } catch (SevCommandException e) {
            return e.errno() + "/" + e.firmwareStatus();
        } catch (CloisterException e) {
            return e.problem().code();
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyCommandAnswersWhatTheModelSays() throws Exception {
        long seed = Long.getLong("cloister.seed", System.nanoTime());
        List<Place> places =
                IntStream.range(0, MACHINES).mapToObj(i -> new Place()).toList();
        List<Callable<Void>> work = IntStream.range(0, SEQUENCES)
                .mapToObj(i -> sequence(places, seed, i))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Void> done : new ArrayList<>(threads.invokeAll(work))) {
                done.get();
            }
        } catch (Exception e) {
            throw new AssertionError("seed " + seed, e);
        } finally {
            threads.shutdownNow();
        }
        places.forEach(Place::end);
        assertThat(seen)
                .as("the way goes everywhere, seed %d", seed)
                .contains("finish, done", "finish, ID, 5/11", "start, ABI, 5/7", "validate true, CHANGED")
                .contains("map false, done", "update SECRETS, 5/2", "update NORMAL, 5/0", "start, 9/-1");
        assertThat(List.of(processor.machines(), processor.guests(), processor.asids(), (int) processor.pages()))
                .as("machines, guests, ASIDs and pages, seed %d", seed)
                .containsOnly(0);
    }

    private Callable<Void> sequence(List<Place> places, long seed, int number) {
        return () -> {
            Random random = new Random(seed * 31 + number);
            Place first = places.get(random.nextInt(MACHINES));
            for (int step = 4 + random.nextInt(16); step > 0; step--) {
                Place place = random.nextInt(4) == 0 ? places.get(random.nextInt(MACHINES)) : first;
                place.step(random);
                assertThat(processor.asids()).isBetween(0, ASIDS);
            }
            return null;
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.ReceiveStart;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.channel.SevCommand;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.Errno;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;
import org.cloister.softsev.table.CommandTable.Cell;
import org.cloister.softsev.table.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random commands from several threads on machines for SEV that share a processor, sending and receiving among them:
 * each answers what the table says of its machine's state, and in the end everything is released.
 * {@code -Dcloister.seed=N} repeats what was drawn.
 */
class SevModelTest {
    private static final int SEQUENCES = 600;
    private static final int THREADS = 4;
    private static final int MACHINES = 6;
    private static final int ASIDS = 4;

    /** The commands, and the state that each leads to. */
    private static final Map<String, String> NEXT = Map.ofEntries(
            Map.entry("INIT2", "INITIALISED"),
            Map.entry("LAUNCH_START", "LAUNCH_UPDATE"),
            Map.entry("LAUNCH_MEASURE", "LAUNCH_SECRET"),
            Map.entry("LAUNCH_FINISH", "RUNNING"),
            Map.entry("SEND_START", "SEND_UPDATE"),
            Map.entry("SEND_UPDATE_DATA", "SEND_UPDATE"),
            Map.entry("SEND_FINISH", "SENT"),
            Map.entry("SEND_CANCEL", "RUNNING"),
            Map.entry("RECEIVE_START", "RECEIVE_UPDATE"),
            Map.entry("RECEIVE_UPDATE_DATA", "RECEIVE_UPDATE"),
            Map.entry("RECEIVE_FINISH", "RUNNING"));

    private static final List<String> COMMANDS = NEXT.keySet().stream().sorted().toList();

    private final SoftProcessor processor =
            new SoftProcessor(new PlatformSettings(8 + ASIDS, 9, 51, 1, EmulatedGeneration.GENOA, 0, 4, 1L << 30));
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /** One machine after the other; commands of one come from any thread, one at a time. */
    private final class Place {
        private SevFixture bench;
        private ReceiveStart receiving;
        private String state = "CREATED";

        synchronized void step(Random random) {
            if (bench == null) {
                bench = new SevFixture(processor, "sev", 1);
                receiving = bench.receiving(0);
                state = "CREATED";
            } else if (random.nextInt(25) == 0) {
                end();
            } else {
                String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
                check(command, answer(command));
            }
        }

        private void check(String command, List<Integer> answer) {
            Cell expected = Tables.SEV.rows().stream()
                    .filter(row -> row.command().equals(command))
                    .findFirst()
                    .orElseThrow()
                    .cells()
                    .get(Tables.SEV.states().indexOf(state));
            // More machines than identifiers: whether one is left depends on the other threads
            boolean busy = command.equals("INIT2") && answer.get(0) == Errno.EBUSY && expected.done();
            if (!busy) {
                assertThat(answer)
                        .as("%s in %s", command, state)
                        .isEqualTo(List.of(expected.errno(), expected.status()));
                seen.add(command + " " + expected.done());
                state = expected.done() ? NEXT.get(command) : state;
            }
        }

        private List<Integer> answer(String command) {
            SevCommand<?> made = command(command);
            try {
                bench.channel.execute(made);
                return List.of(0, 0);
            } catch (SevCommandException e) {
                return List.of(e.errno(), e.firmwareStatus());
            }
        }

        private SevCommand<?> command(String name) {
            long page = SevAddresses.of(0x1000);
            return switch (name) {
                case "INIT2" -> SevFixture.INIT2;
                case "LAUNCH_START" -> SevFixture.withoutSession(0);
                case "LAUNCH_MEASURE" -> SevFixture.MEASURE;
                case "SEND_START" -> bench.sendToItself();
                case "SEND_UPDATE_DATA" -> new SendUpdateData(page, 4096, 52, 4096);
                case "RECEIVE_START" -> receiving;
                case "RECEIVE_UPDATE_DATA" -> bench.data(page, new byte[4096]);
                default -> BareSevCommand.valueOf(name);
            };
        }

        synchronized void end() {
            if (bench != null) {
                bench.close();
                bench = null;
            }
        }
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void everyCommandAnswersWhatTheTableSays() throws Exception {
        long seed = Long.getLong("cloister.seed", System.nanoTime());
        List<Place> places =
                IntStream.range(0, MACHINES).mapToObj(i -> new Place()).toList();
        List<Callable<Void>> work = IntStream.range(0, SEQUENCES)
                .mapToObj(i -> sequence(places, new Random(seed * 31 + i)))
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
                .contains("SEND_START true", "SEND_UPDATE_DATA true", "SEND_CANCEL true", "SEND_FINISH true")
                .contains("RECEIVE_START true", "RECEIVE_UPDATE_DATA true", "RECEIVE_FINISH true");
        assertThat(List.of(processor.machines(), processor.guests(), processor.asids(), (int) processor.pages()))
                .as("machines, guests, ASIDs and pages, seed %d", seed)
                .containsOnly(0);
    }

    private Callable<Void> sequence(List<Place> places, Random random) {
        return () -> {
            Place first = places.get(random.nextInt(MACHINES));
            for (int step = 5 + random.nextInt(20); step > 0; step--) {
                Place place = random.nextInt(4) == 0 ? places.get(random.nextInt(MACHINES)) : first;
                place.step(random);
                assertThat(processor.asids()).isBetween(0, ASIDS);
            }
            return null;
        };
    }
}

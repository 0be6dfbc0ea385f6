// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.Trust;
import org.cloister.api.caller.CallerFiles;
import org.cloister.api.caller.LocalFiles;
import org.cloister.api.caller.OutputSet;
import org.cloister.api.caller.PlatformLink;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestLauncher;
import org.cloister.api.launch.GuestState;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.LaunchRequest;
import org.cloister.api.launch.TypeChoice;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.cli.move.CutLink.Moment;
import org.cloister.cli.move.CutLink.Victim;
import org.cloister.cli.testing.Terminal;
import org.cloister.core.LaunchBed;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.testing.Thorough;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code migrate} on one platform and {@code receive} on the other, with a socket between them, of which one dies at
 * each step of their conversation and at random moments: two never run, none is lost without a word, nothing is left.
 * {@code KilledMoveIT} kills processes; here a kill takes milliseconds.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CutMoveTest {
    /** Beside those of the table. */
    private static final int RANDOM_MOMENTS = Thorough.times(20, 80);

    private static final long SEED = Long.getLong("seed", 20260717);
    /** Of the receiver's words that say that all is there, and that it runs: a byte and a length. */
    private static final int WORD = 5;

    private static final int NAME = "g10".length();

    @TempDir
    Path folder;

    private final Side here = new Side();
    private final Side there = new Side();
    private int sockets;

    /** A platform with its launcher. */
    private static final class Side {
        final SoftSev platform = new SoftSev(PlatformSettings.DEFAULT);
        final GuestLauncher launcher = LaunchBed.of(platform);

        long running() {
            return launcher.guests().stream()
                    .filter(guest -> guest.state() == GuestState.RUNNING)
                    .filter(guest -> guest.reason().isEmpty())
                    .count();
        }

        long held() {
            return launcher.guests().stream()
                    .filter(guest -> guest.reason().equals(Optional.of("held")))
                    .count();
        }

        boolean saysThatItWasSent(String id) {
            return launcher.ended().stream()
                    .anyMatch(
                            ended -> ended.id().equals(id) && ended.why().code().equals("send.done"));
        }

        void requireEmpty() {
            launcher.guests().forEach(Guest::close);
            PlatformUsage usage = platform.adapt(PlatformUsage.class).orElseThrow();
            assertThat(List.of(usage.machines(), usage.asids())).containsOnly(0);
            assertThat(usage.pages()).isZero();
        }
    }

    /** The files of who calls a command, with a way to the other platform. */
    private record Connected(CallerFiles files, PlatformLink link) implements CallerFiles {
        @Override
        public Path path(String name) {
            return files.path(name);
        }

        @Override
        public InputStream open(String where, String name) {
            return files.open(where, name);
        }

        @Override
        public OutputSet outputs(boolean force) {
            return files.outputs(force);
        }

        @Override
        public PlatformLink connect(String where, String place) {
            return link;
        }
    }

    /** Names have two digits in all moves, so that what goes over is of one length. */
    @BeforeEach
    void countToTen() {
        for (int i = 1; i < 10; i++) {
            launch(here, "sev").close();
            launch(there, "sev").close();
        }
    }

    private static Guest launch(Side on, String type) {
        GuestRequest request =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 2, "EPYC-v4", 16 << 20, Map.of());
        return on.launcher.launch(
                new LaunchRequest(new TypeChoice.Named(new GuestType(type)), Trust.EMULATED, request, false),
                LaunchListener.SILENT,
                Limits.NONE);
    }

    /** One move in which somebody dies; answers with what went over. */
    private Moment move(String type, Victim victim, Moment moment) throws Exception {
        Guest guest = launch(here, type);
        String what = type + ", " + victim + " at " + moment;
        CutLink link = new CutLink(folder.resolve("s" + sockets++), victim, moment);
        Thread receives = new Thread(() -> new Terminal()
                .launcher(there.launcher)
                .in(link.receives())
                .standardOutput(link.answers())
                .run("receive"));
        Thread sends = new Thread(() -> new Terminal()
                .launcher(here.launcher)
                .files(new Connected(new LocalFiles(folder), link))
                .run("migrate", guest.id(), "--to", "unix:there"));
        receives.start();
        sends.start();
        try {
            if (victim != Victim.SENDER || moment == Moment.NEVER) {
                sends.join();
            }
            if (victim != Victim.RECEIVER || moment == Moment.NEVER) {
                receives.join();
            }
            look(guest.id(), victim, what);
        } finally {
            link.lookedAround();
            sends.join();
            receives.join();
        }
        assertThat(here.running() + there.running()).as(what).isLessThanOrEqualTo(1);
        here.requireEmpty();
        there.requireEmpty();
        return link.went();
    }

    /** Whoever died has done nothing since, so that both sides count. */
    private void look(String id, Victim victim, String what) {
        long running = here.running() + there.running();
        assertThat(running).as(what).isLessThanOrEqualTo(1);
        assertThat(here.held()).as(what).isZero();
        if (running == 0) {
            switch (victim) {
                case CLIENT -> assertThat(there.held()).as(what).isOne();
                case RECEIVER -> assertThat(here.saysThatItWasSent(id)).as(what).isTrue();
                // Its guest ended with it; what the other side has it shows
                case SENDER ->
                    assertThat(there.launcher.guests())
                            .as(what)
                            .allMatch(held -> held.reason().equals(Optional.of("held")));
            }
        }
    }

    /** The steps of the conversation, from what went over when nobody died. */
    private static List<Moment> steps(Moment all) {
        List<Moment> steps = new ArrayList<>();
        long identity = all.back() - 2 * WORD - NAME;
        // The beginning of the stream, pages, its last packet, and the word that the guest ended
        for (long there : new long[] {0, 16, all.there() / 2, all.there() - 2, all.there() - 1}) {
            steps.add(new Moment(there, Long.MAX_VALUE));
        }
        // Who the receiver is, that all is there, and that the guest runs
        for (long back : new long[] {0, identity - 1, identity, all.back() - WORD - 1, all.back() - WORD}) {
            steps.add(new Moment(Long.MAX_VALUE, back));
        }
        return steps;
    }

    @Test
    void whoeverDiesAtWhateverStepTwoNeverRunAndNoneIsLost() throws Exception {
        Moment all = move("sev", Victim.CLIENT, Moment.NEVER);
        for (Moment step : steps(all)) {
            for (Victim victim : Victim.values()) {
                move("sev", victim, step);
            }
        }
    }

    @Test
    void whoeverDiesAtWhateverByteTwoNeverRunAndNoneIsLost() throws Exception {
        Random random = new Random(SEED);
        Moment all = move("sev-es", Victim.CLIENT, Moment.NEVER);
        for (int i = 0; i < RANDOM_MOMENTS; i++) {
            boolean there = random.nextBoolean();
            long at = (long) (random.nextDouble() * (there ? all.there() : all.back()));
            Moment moment = there ? new Moment(at, Long.MAX_VALUE) : new Moment(Long.MAX_VALUE, at);
            move("sev-es", Victim.values()[random.nextInt(3)], moment);
        }
    }
}

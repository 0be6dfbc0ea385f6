// SPDX-License-Identifier: Apache-2.0
package org.cloister.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cloister.it.Program.Ended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills sender, receiver or client at random moments of a migration. The guest never runs twice; when it runs nowhere,
 * it is held, or one of its platforms was killed.
 */
@EnabledIfSystemProperty(
        named = "framework",
        matches = "felix",
        disabledReason = "the program brings its own framework")
@Timeout(3600)
class KilledMoveIT {
    private static final int MOVES = Integer.getInteger("moves", 4);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Pattern RUNNING = Pattern.compile("\"state\": \"running\"");
    private static final Pattern HELD = Pattern.compile("\"reason\": \"held\"");
    private static final Pattern ON_ITS_WAY = Pattern.compile("\"reason\": \"(sending|receiving)\"");

    @TempDir
    Path work;

    private final ServedPlatform[] sides = new ServedPlatform[2];

    /** What a platform lists, when nothing is on its way any more. */
    private static String settled(ServedPlatform side) throws Exception {
        String listed = list(side);
        while (ON_ITS_WAY.matcher(listed).find()) {
            listed = list(side);
        }
        return listed;
    }

    private static String list(ServedPlatform side) throws Exception {
        return side.done("list", "-o", "json").out();
    }

    private enum Victim {
        CLIENT,
        SENDER,
        RECEIVER
    }

    @AfterEach
    void end() throws InterruptedException {
        for (ServedPlatform side : sides) {
            if (side != null) {
                side.close();
            }
        }
    }

    @Test
    void theGuestNeverRunsTwiceAndIsNeverLostWithoutAWord() throws Exception {
        Random random = new Random(SEED);
        sides[0] = new ServedPlatform(work.resolve("a"));
        sides[1] = new ServedPlatform(work.resolve("b"));
        launch(sides[0]);
        long begin = System.nanoTime();
        Process first = migrate(sides[0], sides[1]);
        assertThat(first.waitFor()).isZero();
        int longest = (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        int at = 1;
        for (int i = 0; i < MOVES; i++) {
            at = move(at, Victim.values()[random.nextInt(3)], random.nextInt(longest), "seed " + SEED + ", move " + i);
        }
    }

    /** One migration with a kill; answers where the guest runs in the end. */
    private int move(int from, Victim victim, int millis, String what) throws Exception {
        ServedPlatform sender = sides[from];
        ServedPlatform receiver = sides[1 - from];
        Process client = migrate(sender, receiver);
        client.waitFor(millis, TimeUnit.MILLISECONDS);
        Process killed = switch (victim) {
            case CLIENT -> client;
            case SENDER -> sender.process();
            case RECEIVER -> receiver.process();
        };
        killed.destroyForcibly().waitFor();
        client.waitFor();
        String there = receiver.process().isAlive() ? settled(receiver) : "";
        String here = sender.process().isAlive() ? settled(sender) : "";
        String seen = what + ", " + victim + " after " + millis + " ms: " + here + there;
        assertThat(count(RUNNING, here) + count(RUNNING, there)).as(seen).isLessThanOrEqualTo(1);
        assertThat(count(HELD, here)).as(seen).isZero();
        if (count(RUNNING, here) + count(RUNNING, there) == 0 && victim == Victim.CLIENT) {
            assertThat(count(HELD, there)).as(seen).isEqualTo(1);
        }
        if (count(RUNNING, here) == 0 && victim == Victim.RECEIVER) {
            assertThat(here).as(seen).contains("send.done");
        }
        return settle(from, count(RUNNING, here) == 1, there);
    }

    /** Does what the documentation says, and has one guest run again. */
    private int settle(int from, boolean runsHere, String there) throws Exception {
        sides[0].restartWhenKilled();
        sides[1].restartWhenKilled();
        ServedPlatform receiver = sides[1 - from];
        if (count(HELD, there) == 1) {
            Ended ended = receiver.program().run(runsHere ? "stop" : "resume", id(there));
            assertThat(ended.code()).as(ended.err()).isZero();
            return runsHere ? from : 1 - from;
        }
        if (!runsHere && count(RUNNING, there) == 0) {
            launch(sides[from]);
            return from;
        }
        return runsHere ? from : 1 - from;
    }

    private static void launch(ServedPlatform side) throws Exception {
        side.done("launch", "--connect", "--platform", "emulated", "--type", "sev-es");
    }

    private Process migrate(ServedPlatform from, ServedPlatform to) throws Exception {
        return from.program()
                .process(
                        List.of(),
                        "migrate",
                        id(settled(from)),
                        "--to",
                        "unix:" + to.program().run())
                .redirectOutput(work.resolve("out").toFile())
                .redirectError(work.resolve("err").toFile())
                .start();
    }

    private static String id(String listed) {
        Matcher id = Pattern.compile("\"id\": \"(g[0-9]+)\"").matcher(listed);
        assertThat(id.find()).as(listed).isTrue();
        return id.group(1);
    }

    private static int count(Pattern pattern, String text) {
        return (int) pattern.matcher(text).results().count();
    }
}

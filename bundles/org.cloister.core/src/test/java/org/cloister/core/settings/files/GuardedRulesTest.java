// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Problem;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsHolder;
import org.cloister.api.settings.SettingsRules;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.GuardedHolder;
import org.cloister.core.guard.GuardedRules;
import org.cloister.core.guard.Vendor;
import org.cloister.core.settings.LaunchRules;
import org.cloister.core.settings.SettingsHolders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Vendors who judge or keep settings, and fail: they are named, and nobody waits for them for long. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GuardedRulesTest {
    private static final String PID = "com.example.evil";

    private final GuardedCalls calls = new GuardedCalls();
    private final Vendor vendor = calls.vendor(1, "evil 1.0.0");
    private final CountDownLatch released = new CountDownLatch(1);
    private final Judges judges = new Judges();

    GuardedRulesTest() {
        calls.during(Duration.ofMillis(150));
    }

    @AfterEach
    void release() {
        released.countDown();
        calls.close();
    }

    /** Rules that do something else than to judge. */
    private record Evil(String pid, Runnable deed) implements SettingsRules, SettingsHolder {
        @Override
        public Map<String, String> defaults() {
            return Map.of("some", "");
        }

        @Override
        public List<Problem> wrong(Map<String, Object> given) {
            deed.run();
            return null;
        }

        @Override
        public List<Problem> refuses(Map<String, Object> given) {
            return wrong(given);
        }

        @Override
        public List<Problem> refused() {
            return wrong(Map.of());
        }
    }

    private void hang() {
        boolean over = false;
        while (!over) {
            try {
                released.await();
                over = true;
            } catch (InterruptedException e) {
                // Does not listen
            }
        }
    }

    private static Content content(String pid) throws WrongLine {
        Entries entries = new Entries();
        entries.add("some", "value", 1);
        return new Content(Path.of(pid + ".cfg"), FileName.of(pid + ".cfg", Set.of(pid), Set.of()), entries);
    }

    private List<RefusedSetting> judged(Runnable deed) throws WrongLine {
        SettingsRules rules = new GuardedRules(() -> new Evil(PID, deed), vendor, calls);
        judges.vendors(() -> List.of(rules));
        return judges.wrong(content(PID));
    }

    @Test
    void aJudgeThatFailsIsNamedAndItsFileDoesNotCount() throws WrongLine {
        for (Runnable deed : List.<Runnable>of(
                () -> {
                    throw new IllegalStateException("evil");
                },
                () -> {
                    throw new OutOfMemoryError("evil");
                },
                () -> {},
                this::hang)) {
            assertThat(judged(deed))
                    .singleElement()
                    .satisfies(one -> assertThat(one.placed().message()).contains("evil 1.0.0", "SettingsRules.wrong"));
        }
    }

    @Test
    void noVendorJudgesOurSettings() {
        SettingsRules rules = new GuardedRules(() -> new Evil(LaunchRules.PID, this::hang), vendor, calls);
        judges.vendors(() -> List.of(rules));
        assertThat(judges.of(LaunchRules.PID)).get().isNotSameAs(rules);
        assertThat(judges.all()).doesNotContain(rules);
    }

    @Test
    void aHolderThatHangsRefusesNothingAndIsListed() {
        SettingsHolder holder = new GuardedHolder(() -> new Evil(PID, this::hang), vendor, calls);
        SettingsHolders holders = () -> List.of(holder);
        assertThat(holders.refuses(PID, Map.of())).isEmpty();
        assertThat(holders.refused()).isEmpty();
        assertThat(calls.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.what()).contains("SettingsHolder.refuses of evil 1.0.0"));
    }
}

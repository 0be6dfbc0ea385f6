// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cloister.api.Problem;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.settings.SettingsRules;
import org.cloister.api.settings.SettingsState;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.GuardedRules;
import org.cloister.core.guard.Listeners;
import org.cloister.core.settings.TypeJudge;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is asked while the files are looked at may ask for the settings, in its thread and in another. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AskedWhileLookingTest {
    private static final String VENDOR = "com.example.vendor";

    @TempDir
    private Path work;

    private final GuardedCalls calls = new GuardedCalls();
    private final List<SettingsState> seen = new ArrayList<>();
    private Duration later = Duration.ofSeconds(5);
    private FileSettings settings;

    @BeforeEach
    void make() throws IOException {
        mode(work, "rwx------");
        // None of them is to be stopped by its time
        calls.during(Duration.ofSeconds(50));
        settings = new FileSettings(
                work.toString(),
                name -> null,
                content -> {},
                () -> Instant.now().plus(later));
    }

    @AfterEach
    void end() {
        calls.close();
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private void write(String name, String text) throws IOException {
        Path file = work.resolve(name);
        Files.writeString(file, text);
        mode(file, "rw-------");
    }

    private void look() {
        settings.look();
        later = later.plusSeconds(2);
        settings.look();
    }

    private void judgedBy(Supplier<SettingsState> asked) {
        SettingsRules own = new SettingsRules() {
            @Override
            public String pid() {
                return VENDOR;
            }

            @Override
            public Map<String, String> defaults() {
                return Map.of("colour", "");
            }

            @Override
            public List<Problem> wrong(Map<String, Object> given) {
                assertThat(Thread.holdsLock(settings)).isFalse();
                seen.add(asked.get());
                return List.of();
            }
        };
        GuardedRules rules = new GuardedRules(() -> own, calls.vendor(1, "vendor 1.0.0"), calls);
        settings.judges().vendors(() -> List.of(rules));
    }

    private SettingsState inAnotherThread() {
        return CompletableFuture.supplyAsync(settings::state).join();
    }

    @Test
    void aJudgeOfTheFirstFilesLearnsThatNothingIsInForceYet() throws IOException {
        write(VENDOR + ".cfg", "colour = red\n");
        judgedBy(() -> settings.state());
        settings.begin();
        assertThat(seen).isNotEmpty().allSatisfy(state -> {
            assertThat(state.inForceSince()).isEmpty();
            assertThat(state.refused())
                    .singleElement()
                    .satisfies(one -> assertThat(one.placed().message()).contains("being read"));
        });
        assertThat(settings.state().inForceSince()).isPresent();
    }

    @Test
    void aJudgeOfAChangeSeesWhatIsInForceBeforeIt() throws IOException {
        write(VENDOR + ".cfg", "colour = red\n");
        judgedBy(() -> null);
        settings.begin();
        seen.clear();
        judgedBy(this::inAnotherThread);
        settings.require();
        write(VENDOR + ".cfg", "colour = green\n");
        look();
        assertThat(seen)
                .isNotEmpty()
                .allSatisfy(state -> assertThat(state.settings())
                        .anySatisfy(setting -> assertThat(setting.value()).isEqualTo("red")));
        assertThat(settings.state().settings())
                .anySatisfy(setting -> assertThat(setting.value()).isEqualTo("green"));
    }

    @Test
    void aListenerSeesTheChangeThatItIsToldOf() throws IOException {
        write("org.cloister.core.cfg", "allowed.types = sev-es\n");
        settings.begin();
        Listeners listeners = new Listeners(calls);
        settings.serve(TypeJudge.NONE, listeners);
        listeners.add(2, "listener 1.0.0", () -> new PlatformListener() {
            @Override
            public void settingsInForce(String place) {
                seen.add(inAnotherThread());
            }
        });
        write("org.cloister.core.cfg", "allowed.types = sev\n");
        look();
        assertThat(seen)
                .singleElement()
                .satisfies(state -> assertThat(state.settings())
                        .anySatisfy(setting -> assertThat(setting.value()).isEqualTo("sev")));
    }

    @Test
    void whatWasRefusedStaysSoWhenItsJudgeGoesAtTheEnd() throws IOException {
        write(VENDOR + ".cfg", "colout = red\n");
        judgedBy(() -> settings.state());
        settings.begin();
        assertThat(settings.state().refused()).isNotEmpty();
        settings.end();
        settings.judges().vendors(List::of);
        look();
        assertThat(settings.state().refused()).isNotEmpty();
    }
}

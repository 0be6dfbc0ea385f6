// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cloister.api.Problem;
import org.cloister.api.operate.PlatformListener;
import org.cloister.core.guard.GuardedCalls;
import org.cloister.core.guard.Listeners;
import org.cloister.core.settings.TypeJudge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that change while the platform runs: the last good settings stay in force. */
class ChangedFilesTest extends SettingsBed {
    @Test
    void whatIsCorrectedCountsWithoutARestart() throws IOException {
        write(CORE, "allowed.types = sev-es\nx=\\u00zz\n");
        FileSettings settings = settings();
        refused(settings, "escape");
        write(CORE, "allowed.types = sev-es\n");
        look(settings);
        assertThat(settings.get().types()).containsExactly("sev-es");
        assertThat(settings.state().refused()).isEmpty();
    }

    @Test
    void aChangeIsInForceWhenTheFileHasBeenStill() throws IOException {
        FileSettings settings = withGood();
        later = Duration.ZERO;
        write(CORE, "allowed.types = sev-es,sev\n");
        settings.look();
        assertThat(settings.get().types()).containsExactly("sev-es");
        later = later.plusSeconds(2);
        settings.look();
        assertThat(settings.get().types()).containsExactly("sev", "sev-es");
        assertThat(settings.state().refused()).isEmpty();
    }

    /** While the platform runs: what was in force stays, and the reason is reported. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                     | says nothing",
                "allowed.types = sev-snp¦x=\\u00zz      | :2: this escape is broken",
                "allowed.types = ,                      | names nothing",
                "minimum.strength = abc                 | minimum.strength",
                "allowed.type = sev                     | did you mean allowed.types",
            })
    void whatIsWrongLaterLeavesInForceWhatWas(String text, String told) throws IOException {
        FileSettings settings = withGood();
        write(CORE, text.replace('¦', '\n'));
        look(settings);
        stays(settings, told);
        write(CORE, "allowed.types = sev\n");
        look(settings);
        assertThat(settings.get().types()).containsExactly("sev");
        assertThat(settings.state().refused()).isEmpty();
    }

    @Test
    void aFileThatIsTakenAwayStaysInForce() throws IOException {
        FileSettings settings = withGood();
        Path away = work.resolve("away");
        Files.move(folder.resolve(CORE), away);
        look(settings);
        look(settings);
        stays(settings, "this file is gone");
        Files.move(away, folder.resolve(CORE));
        look(settings);
        assertThat(settings.state().refused()).isEmpty();
        Files.delete(folder.resolve(CORE));
        look(settings);
        stays(settings, "this file is gone");
    }

    @Test
    void eachChangeIsToldOnce() throws IOException {
        List<String> heard = new ArrayList<>();
        FileSettings settings = withGood();
        Listeners listeners = new Listeners(new GuardedCalls());
        listeners.add(1, "test", () -> new PlatformListener() {
            @Override
            public void settingsInForce(String place) {
                heard.add("in force " + Path.of(place).getFileName());
            }

            @Override
            public void settingsRefused(Problem problem) {
                heard.add(problem.code());
            }
        });
        settings.serve(TypeJudge.NONE, listeners);
        look(settings);
        write(CORE, "allowed.types = ,");
        look(settings);
        look(settings);
        write(CORE, "allowed.types = sev-es\n");
        look(settings);
        write(CORE, "allowed.types = sev");
        look(settings);
        Files.delete(folder.resolve(CORE));
        look(settings);
        look(settings);
        assertThat(heard)
                .containsExactly(
                        "settings.invalid",
                        "in force org.cloister.core.cfg",
                        "in force org.cloister.core.cfg",
                        "settings.gone");
    }

    @Test
    void aFolderThatIsTakenAwayOrOpenedStaysInForce() throws IOException {
        FileSettings settings = withGood();
        mode(folder, "rwxrwxrwx");
        look(settings);
        stays(settings, "other users can write here");
        mode(folder, "rwx------");
        Files.move(folder, work.resolve("away"));
        look(settings);
        stays(settings, "no such file or folder");
        assertThat(settings.state().refused()).hasSize(1);
    }

    @Test
    void aMisnamedFileThatComesLaterIsTold() throws IOException {
        FileSettings settings = withGood();
        write("org.cloister.cor.cfg", "allowed.types = sev");
        write("org.cloister.core.config", "allowed.types=\"sev\"");
        look(settings);
        stays(settings, "did you mean org.cloister.core.cfg");
        stays(settings, "another file is for the same settings");
    }
}

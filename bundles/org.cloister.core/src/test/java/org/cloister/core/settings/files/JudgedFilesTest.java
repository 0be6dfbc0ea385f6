// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.settings.SettingsHolder;
import org.cloister.api.settings.SettingsRules;
import org.junit.jupiter.api.Test;

/** Settings that others read are judged by them, and may have to wait for them. */
class JudgedFilesTest extends SettingsBed {
    @Test
    void settingsOfABundleThatIsNotThereYetAreJudgedWhenItComes() throws IOException {
        write("org.cloister.softsev.cfg", "generatoin = TURIN\ncbit = 99\n");
        FileSettings settings = settings();
        assertThat(settings.get().types()).isEmpty();
        settings.judges().add(rules("org.cloister.softsev"));
        delivered.clear();
        refused(settings, "org.cloister.softsev.cfg:1: generatoin", "did you mean generation?");
        refused(settings, "org.cloister.softsev.cfg:2: cbit: out of range");
    }

    /** A file is right and cannot count now: it is in force when its holder takes it, without being written again. */
    @Test
    void whatItsHolderRefusesStaysAsItWasUntilItIsTaken() throws IOException {
        write("vendor.cfg", "generation = genoa\n");
        FileSettings settings = settings();
        settings.judges().add(rules("vendor"));
        settings.begin();
        List<Problem> refusals = new ArrayList<>();
        settings.holders(() -> List.of(new SettingsHolder() {
            @Override
            public String pid() {
                return "vendor";
            }

            @Override
            public List<Problem> refuses(Map<String, Object> given) {
                assertThat(given).containsEntry("generation", "turin");
                return refusals;
            }

            @Override
            public List<Problem> refused() {
                return List.of();
            }
        }));
        delivered.clear();
        refusals.add(Problem.host("a.code", "there are 3 machines").at("generation"));
        write("vendor.cfg", "generation = turin\n");
        look(settings);
        assertThat(settings.state().refused())
                .extracting(one -> one.placed().message())
                .singleElement()
                .asString()
                .contains("vendor.cfg:1: generation: there are 3 machines");
        assertThat(delivered).isEmpty();
        refusals.clear();
        look(settings);
        assertThat(settings.state().refused()).isEmpty();
        assertThat(delivered).hasSize(1);
    }

    private static SettingsRules rules(String pid) {
        return new SettingsRules() {
            @Override
            public String pid() {
                return pid;
            }

            @Override
            public Map<String, String> defaults() {
                return Map.of("generation", "genoa", "cbit", "51");
            }

            @Override
            public List<Problem> wrong(Map<String, Object> given) {
                return given.containsKey("cbit")
                        ? List.of(
                                Problem.input("softsev.setting", "out of range").at("cbit"))
                        : List.of();
            }
        };
    }
}

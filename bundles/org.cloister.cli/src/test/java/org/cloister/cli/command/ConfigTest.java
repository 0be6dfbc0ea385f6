// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.cloister.api.Problem;
import org.cloister.api.settings.OperatorSettings;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingInForce;
import org.cloister.api.settings.SettingsException;
import org.cloister.api.settings.SettingsState;
import org.cloister.cli.testing.Terminal;
import org.junit.jupiter.api.Test;

/** {@code config show} and {@code config check}, and every command that needs good settings. */
class ConfigTest {
    private static final String FILE = "/etc/cloister/org.cloister.core.cfg";
    private static final Instant SINCE = Instant.parse("2026-01-31T12:00:00Z");

    private static final List<SettingInForce> IN_FORCE = List.of(
            new SettingInForce("org.cloister.core", "allowed.types", "sev-es", Optional.of(FILE), OptionalInt.of(3)),
            new SettingInForce("org.cloister.core", "maximum.guests", "-1", Optional.empty(), OptionalInt.empty()));

    private static final RefusedSetting WRONG = new RefusedSetting(
            Optional.of(FILE),
            OptionalInt.of(7),
            Optional.of("minimum.strength"),
            Problem.host("settings.invalid", "this is not a number")
                    .found("abc")
                    .at("minimum.strength"));
    private static final RefusedSetting MISNAMED = RefusedSetting.file(
            "/etc/cloister/org.cloister.cor.cfg", Problem.input("settings.name", "nobody reads a file of this name"));

    private final Terminal terminal = new Terminal();

    private static OperatorSettings settings(SettingsState state) {
        return new OperatorSettings() {
            @Override
            public SettingsState state() {
                return state;
            }

            @Override
            public void require() {
                if (state.inForceSince().isEmpty()) {
                    throw new SettingsException(state.refused());
                }
            }
        };
    }

    private int run(SettingsState state, String... words) {
        return terminal.operatorSettings(settings(state)).run(words);
    }

    @Test
    void whatIsInForceIsShownWithItsFile() {
        assertThat(run(new SettingsState(IN_FORCE, List.of(), Optional.of(SINCE)), "config", "show"))
                .isZero();
        assertThat(terminal.out()).isEqualTo("""
            org.cloister.core
              allowed.types   sev-es  /etc/cloister/org.cloister.core.cfg:3
              maximum.guests  -1
            in force since 2026-01-31T12:00:00Z
            """);
    }

    @Test
    void whatAnOptionSaidIsShownInsteadOfTheFile() {
        List<SettingInForce> files = List.of(
                new SettingInForce("org.cloister.core", "state", "of another", Optional.of(FILE), OptionalInt.of(3)),
                new SettingInForce("org.cloister.softsev", "report.version", "2", Optional.of(FILE), OptionalInt.of(4)),
                new SettingInForce("org.cloister.softsev", "tcb", "", Optional.empty(), OptionalInt.empty()));
        SettingsState state = new SettingsState(files, List.of(), Optional.of(SINCE));
        terminal.emulating(Map.of("report.version", "5", "state", "/var/lib/cloister"));
        assertThat(run(state, "config", "show")).isZero();
        assertThat(terminal.out()).isEqualTo("""
            org.cloister.core
              state           of another  /etc/cloister/org.cloister.core.cfg:3
            org.cloister.softsev
              report.version  5           --report-version
              tcb             -
            in force since 2026-01-31T12:00:00Z
            """);

        Terminal program = new Terminal().emulating(Map.of("report.version", "5"));
        program.operatorSettings(settings(state)).run("config", "show", "-o", "json");
        JsonObject shown = JsonParser.parseString(program.out())
                .getAsJsonObject()
                .getAsJsonArray("settings")
                .get(1)
                .getAsJsonObject();
        assertThat(shown.get("value").getAsString()).isEqualTo("5");
        assertThat(shown.get("option").getAsString()).isEqualTo("--report-version");
        assertThat(shown.keySet()).doesNotContain("file", "line");
    }

    @Test
    void whatWasRefusedIsShownWithItsReason() {
        assertThat(run(new SettingsState(IN_FORCE, List.of(WRONG, MISNAMED), Optional.of(SINCE)), "config", "show"))
                .isEqualTo(1);
        assertThat(terminal.out()).endsWith("""
            refused
              /etc/cloister/org.cloister.core.cfg:7: minimum.strength: this is not a number (found abc)
              /etc/cloister/org.cloister.cor.cfg: nobody reads a file of this name
            """);
    }

    @Test
    void programsGetTheSame() {
        run(new SettingsState(IN_FORCE, List.of(WRONG), Optional.of(SINCE)), "config", "show", "-o", "json");
        JsonObject json = JsonParser.parseString(terminal.out()).getAsJsonObject();
        JsonObject first = json.getAsJsonArray("settings").get(0).getAsJsonObject();
        assertThat(first.get("key").getAsString()).isEqualTo("allowed.types");
        assertThat(first.get("value").getAsString()).isEqualTo("sev-es");
        assertThat(first.get("file").getAsString()).isEqualTo(FILE);
        JsonObject refused = json.getAsJsonArray("refused").get(0).getAsJsonObject();
        assertThat(refused.get("file").getAsString()).isEqualTo(FILE);
        assertThat(refused.get("line").getAsInt()).isEqualTo(7);
        assertThat(refused.get("key").getAsString()).isEqualTo("minimum.strength");
        assertThat(refused.get("reason").getAsString()).isEqualTo("this is not a number (found abc)");
        assertThat(json.get("inForceSince").getAsString()).isEqualTo("2026-01-31T12:00:00Z");
    }

    @Test
    void whereNothingIsInForceCommandsEndWithALineForEachMistake() {
        SettingsState none = new SettingsState(List.of(), List.of(WRONG, MISNAMED), Optional.empty());
        assertThat(run(none, "config", "show")).isEqualTo(3);
        assertThat(terminal.out()).contains("no guest is launched");
        for (String[] words : new String[][] {
            {"config", "check"}, {"platform", "status", "--platform", "emulated"},
        }) {
            Terminal other = new Terminal().operatorSettings(settings(none));
            assertThat(other.run(words)).isEqualTo(3);
            assertThat(other.err()).isEqualTo("""
                cloister: /etc/cloister/org.cloister.core.cfg:7: minimum.strength: this is not a number (found abc)
                cloister: /etc/cloister/org.cloister.cor.cfg: nobody reads a file of this name
                """);
        }
    }

    @Test
    void goodSettingsAreCheckedWithoutAWord() {
        assertThat(run(new SettingsState(IN_FORCE, List.of(), Optional.of(SINCE)), "config", "check"))
                .isZero();
        assertThat(terminal.out() + terminal.err()).isEmpty();
        assertThat(new Terminal().run("config")).isEqualTo(2);
    }

    @Test
    void whatGuestTypesRefuseIsNotGood() {
        SettingsState refused = new SettingsState(IN_FORCE, List.of(WRONG), Optional.of(SINCE));
        assertThat(run(refused, "config", "check")).isEqualTo(3);
        assertThat(terminal.err()).contains(FILE + ":7: minimum.strength: this is not a number");
        // A start does not wait for what a bundle may bring later
        assertThat(new Terminal().operatorSettings(settings(refused)).run("config", "check", "--start"))
                .isZero();
    }
}

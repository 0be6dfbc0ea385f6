// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingInForce;
import org.cloister.api.settings.SettingsState;

/**
 * How the settings stand, for people and for programs.
 *
 * @param state what files say
 * @param emulated settings of the emulated platform that options of a command gave it, by name; they are in force
 *     instead of the files'
 */
public record SettingsReport(SettingsState state, Map<String, String> emulated) {
    private static final String EMULATED = "org.cloister.softsev";

    /** As JSON; a default has neither file nor option. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.add("settings", Json.array(state.settings(), this::setting));
        json.add("refused", Json.array(state.refused(), SettingsReport::refused));
        state.inForceSince().ifPresent(since -> json.addProperty("inForceSince", since.toString()));
        return json;
    }

    private JsonObject setting(SettingInForce setting) {
        JsonObject json = new JsonObject();
        json.addProperty("configuration", setting.pid());
        json.addProperty("key", setting.key());
        json.addProperty("value", value(setting));
        if (byOption(setting)) {
            json.addProperty("option", option(setting));
            return json;
        }
        setting.file().ifPresent(file -> json.addProperty("file", file));
        setting.line().ifPresent(line -> json.addProperty("line", line));
        return json;
    }

    private static JsonObject refused(RefusedSetting refused) {
        JsonObject json = new JsonObject();
        refused.file().ifPresent(file -> json.addProperty("file", file));
        refused.line().ifPresent(line -> json.addProperty("line", line));
        refused.key().ifPresent(key -> json.addProperty("key", key));
        json.addProperty("reason", refused.reason());
        return json;
    }

    /** In lines. */
    public List<String> text() {
        List<String> lines = new ArrayList<>();
        String pid = "";
        Table table = new Table("  ");
        for (SettingInForce setting : state.settings()) {
            String value = value(setting);
            table.row(setting.key(), Printable.of(value.isEmpty() ? "-" : value), place(setting));
        }
        List<String> rows = table.lines();
        for (int i = 0; i < rows.size(); i++) {
            if (!state.settings().get(i).pid().equals(pid)) {
                pid = state.settings().get(i).pid();
                lines.add(pid);
            }
            lines.add(rows.get(i));
        }
        lines.add(state.inForceSince()
                .map(since -> "in force since " + since)
                .orElse("nothing is in force, and no guest is launched"));
        if (!state.refused().isEmpty()) {
            lines.add("refused");
            state.refused()
                    .forEach(refused ->
                            lines.add("  " + Printable.of(refused.placed().message())));
        }
        return lines;
    }

    private boolean byOption(SettingInForce setting) {
        return setting.pid().equals(EMULATED) && emulated.containsKey(setting.key());
    }

    private String value(SettingInForce setting) {
        return byOption(setting) ? emulated.get(setting.key()) : setting.value();
    }

    private static String option(SettingInForce setting) {
        return "--" + setting.key().replace('.', '-');
    }

    private String place(SettingInForce setting) {
        if (byOption(setting)) {
            return option(setting);
        }
        OptionalInt line = setting.line();
        return setting.file()
                .map(file -> Printable.of(line.isPresent() ? file + ":" + line.getAsInt() : file))
                .orElse("");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.cloister.api.settings.SettingInForce;
import org.cloister.api.settings.SettingsRules;
import org.cloister.core.settings.SettingsReader;

/** The settings in force, one by one: what files say, and the defaults of what they leave out. */
final class InForce {
    private InForce() {}

    static List<SettingInForce> of(Map<String, Content> contents, Judges judges) {
        List<SettingInForce> settings = new ArrayList<>();
        judges.pids().stream()
                .flatMap(pid -> judges.of(pid).stream())
                .forEach(rules -> settings.addAll(of(rules, Optional.ofNullable(contents.get(rules.pid())))));
        contents.values().stream()
                .filter(content -> !judges.judge(content))
                .forEach(
                        content -> content.entries().values().keySet().forEach(key -> settings.add(set(content, key))));
        return settings;
    }

    private static List<SettingInForce> of(SettingsRules rules, Optional<Content> content) {
        List<SettingInForce> settings = new ArrayList<>();
        new TreeMap<>(rules.defaults())
                .forEach((key, value) -> settings.add(
                        content.filter(file -> file.entries().values().containsKey(key))
                                .map(file -> set(file, key))
                                .orElseGet(() -> new SettingInForce(
                                        rules.pid(), key, value, Optional.empty(), OptionalInt.empty()))));
        return settings;
    }

    private static SettingInForce set(Content content, String key) {
        return new SettingInForce(
                content.id(),
                key,
                SettingsReader.text(content.entries().values().get(key)),
                Optional.of(content.file()),
                OptionalInt.of(content.entries().line(key)));
    }
}

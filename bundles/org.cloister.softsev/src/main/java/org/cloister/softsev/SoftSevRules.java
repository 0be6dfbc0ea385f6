// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.settings.SettingsRules;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.HostSettings;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Judges the configuration of the software platform before it counts. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SoftSevRules implements SettingsRules {
    private static final Map<String, String> DEFAULTS = all();

    static final List<String> KEYS = List.copyOf(DEFAULTS.keySet());

    @Override
    public String pid() {
        return SoftSev.PID;
    }

    @Override
    public Map<String, String> defaults() {
        return DEFAULTS;
    }

    @Override
    public List<Problem> wrong(Map<String, Object> given) {
        return SoftSettings.read(given).wrong();
    }

    private static Map<String, String> all() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put(SoftSetting.GENERATION, EmulatedGeneration.GENOA.word());
        Arrays.stream(SoftSetting.values())
                .forEach(setting -> defaults.put(setting.key(), Long.toString(setting.usual())));
        defaults.putAll(HostWords.of(HostSettings.DEFAULT));
        defaults.put(SoftSetting.TCB, "");
        defaults.put(SoftSetting.SEND_ROOTS, "");
        defaults.put(SoftSetting.AMD_NAMES, "false");
        defaults.put(SoftSetting.STATE, "");
        return defaults;
    }
}

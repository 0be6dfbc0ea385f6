// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.cloister.core.settings.LaunchRules;
import org.cloister.core.settings.Places;
import org.cloister.core.settings.SettingsReader;

/**
 * A settings file that could be read.
 *
 * @param name what its name says
 */
record Content(Path path, FileName name, Entries entries) {
    /** What distinguishes it from the others: one file for each configuration. */
    String id() {
        return name.instance().map(instance -> name.pid() + "~" + instance).orElse(name.pid());
    }

    String file() {
        return path.toString();
    }

    /** What it says of launches; a value that is wrong is refused with its line. */
    LaunchRules launchRules() {
        Map<String, String> places = new HashMap<>();
        entries.values().keySet().forEach(key -> places.put(key, file() + ":" + entries.line(key)));
        return SettingsReader.read(entries.values(), new Places(places));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.util.Arrays;
import org.cloister.core.settings.Places;
import org.cloister.core.settings.SettingsReader;

/** Files of settings, for the fuzzer; it lies in the package that reads them. */
public final class SettingsTexts {
    private SettingsTexts() {}

    /** Reads a file in the form that the first byte chooses, and takes its values for the settings of launches. */
    public static void read(byte[] input) {
        if (input.length == 0) {
            return;
        }
        try {
            String text = Text.of(Arrays.copyOfRange(input, 1, input.length));
            boolean typed = (input[0] & 1) != 0;
            Entries entries =
                    typed ? TypedFormat.read(text) : PropertiesFormat.read(text, name -> name.isEmpty() ? null : name);
            entries.written();
            entries.values().keySet().forEach(entries::line);
            SettingsReader.read(entries.values(), Places.CONFIGURATION);
        } catch (WrongLine refused) {
            refused.problem();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.api.settings.Configurations;
import org.cloister.api.settings.SettingsRules;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.swap.PinsReader;

/** The settings of the folder of backends. */
final class BackendsRules implements SettingsRules {
    static final String PID = "org.cloister.core.backends";

    private static final String FOLDER = "folder";
    private static final String CANARY = "canary";
    private static final String ACCEPT = "accept";

    @Override
    public String pid() {
        return PID;
    }

    @Override
    public Map<String, String> defaults() {
        return Map.of(FOLDER, "", CANARY, "true", ACCEPT, "", "pinned.sha256", "", "trusted.signers", "");
    }

    @Override
    public List<Problem> wrong(Map<String, Object> given) {
        List<Problem> wrong = new ArrayList<>();
        if (given.containsKey(FOLDER) && !isPath(String.join(", ", Configurations.texts(given.get(FOLDER))))) {
            wrong.add(Problem.host(CoreCodes.SETTINGS_INVALID, "no folder is named")
                    .at(FOLDER)
                    .remedy("name one, or leave the setting out"));
        }
        String canary = String.valueOf(given.getOrDefault(CANARY, "true")).strip();
        if (!canary.equals("true") && !canary.equals("false")) {
            wrong.add(Problem.host(CoreCodes.SETTINGS_INVALID, "this is neither true nor false")
                    .at(CANARY)
                    .found(canary)
                    .expected("true or false"));
        }
        wrong.addAll(PinsReader.wrong(given));
        return wrong;
    }

    private static boolean isPath(String text) {
        try {
            return !text.isBlank() && !Path.of(text).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/** Reads a policy's text into values by name. */
final class PolicyText {
    private PolicyText() {}

    static Map<String, List<String>> read(String text, String where) {
        Map<String, List<String>> settings = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String content = line.strip();
            if (!content.isEmpty() && content.charAt(0) != '#') {
                int equals = content.indexOf('=');
                if (equals < 1) {
                    throw wrong(content, where + ", line " + number);
                }
                settings.computeIfAbsent(content.substring(0, equals).strip(), name -> new ArrayList<>())
                        .add(content.substring(equals + 1).strip());
            }
        }
        return settings;
    }

    private static RuntimeException wrong(String content, String place) {
        return Problem.input(OwnerCodes.APPRAISAL_LINE, "a line of a policy is a name and a value")
                .at(place)
                .found(content)
                .expected("NAME = VALUE")
                .exception();
    }
}

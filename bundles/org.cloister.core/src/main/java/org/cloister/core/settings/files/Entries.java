// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cloister.api.Problem;
import org.cloister.core.codes.CoreCodes;

/** What a file of settings says: its keys with their values, each with the line that it begins in. */
final class Entries {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private boolean comment;

    /** A key that stands twice may be meant either way. */
    void add(String key, Object value, int line) throws WrongLine {
        if (key.isEmpty()) {
            throw new WrongLine(line, "there is no key in front of the value", String.valueOf(value), "KEY = VALUE");
        }
        if (values.putIfAbsent(key, value) != null) {
            throw new WrongLine(
                    line,
                    Problem.host(CoreCodes.SETTINGS_TWICE, "this key stands twice in this file")
                            .found(key + ", and in line " + lines.get(key))
                            .remedy("leave the one that counts"));
        }
        lines.put(key, line);
    }

    void comment() {
        comment = true;
    }

    /**
     * Whether somebody wrote something: a file that was emptied says nothing, one of comments that all is as by
     * default.
     */
    boolean written() {
        return comment || !values.isEmpty();
    }

    Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    int line(String key) {
        return lines.get(key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entries entries && values.equals(entries.values) && lines.equals(entries.lines);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }
}

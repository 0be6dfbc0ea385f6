// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.settings;

import java.util.Optional;
import java.util.OptionalInt;
import org.cloister.api.Problem;

/**
 * Something that is wrong with settings. Immutable.
 *
 * @param file the file or folder; empty where settings come from elsewhere
 * @param line the line in it, from 1, where one is to blame
 * @param key the setting, where one is to blame
 * @param problem what is wrong; its own place is ignored
 */
public record RefusedSetting(Optional<String> file, OptionalInt line, Optional<String> key, Problem problem) {
    /** Something wrong with a file or folder as a whole. */
    public static RefusedSetting file(String file, Problem problem) {
        return new RefusedSetting(Optional.of(file), OptionalInt.empty(), Optional.empty(), problem);
    }

    /** Something wrong with a line of a file. */
    public static RefusedSetting line(String file, int line, Problem problem) {
        return new RefusedSetting(Optional.of(file), OptionalInt.of(line), Optional.empty(), problem);
    }

    /** Why, in one line, without the place. */
    public String reason() {
        return problem.at(null).message();
    }

    /**
     * The problem with this place, {@code FILE:LINE: KEY}; the caller of a launch cannot correct it, so it is a problem
     * of this host.
     */
    public Problem placed() {
        return problem.as(Problem.Kind.HOST).at(place());
    }

    private String place() {
        String name = key.orElse(null);
        if (file.isEmpty()) {
            return problem.where() == null ? name : problem.where();
        }
        String place = file.get() + (line.isPresent() ? ":" + line.getAsInt() : "");
        return name == null ? place : place + ": " + name;
    }
}

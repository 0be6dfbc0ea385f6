// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.NearestNames;

/**
 * What the name of a file in a folder of settings says.
 *
 * @param kind whether it is a settings file
 * @param pid the configuration that it is for, the factory's where it is one of several; empty for other files
 * @param instance its name among several of one factory
 */
record FileName(Kind kind, String pid, Optional<String> instance) {
    static final String PROPERTIES = ".cfg";
    static final String TYPED = ".config";

    private static final int LETTERS = 3;

    /** What a file is. */
    enum Kind {
        /** Settings of a configuration. */
        SETTINGS,
        /** Probably meant as settings, but not read. */
        MISNAMED,
        /** Something else that lies there: a note, what an editor keeps. */
        OTHER
    }

    /**
     * Judges a name.
     *
     * @param known the configurations of ours
     * @param beside the names of all files in the folder
     */
    static FileName of(String name, Set<String> known, Set<String> beside) {
        String stem = stem(name);
        if (known.contains(stem)) {
            return new FileName(Kind.SETTINGS, stem, Optional.empty());
        }
        if (isCopy(name, known, beside)) {
            return new FileName(Kind.OTHER, "", Optional.empty());
        }
        if (meansOurs(name, stem, known)) {
            return new FileName(Kind.MISNAMED, "", Optional.empty());
        }
        return stem.isEmpty() || name.startsWith(".") ? new FileName(Kind.OTHER, "", Optional.empty()) : foreign(stem);
    }

    /** The names that settings of ours can have, nearest first. */
    static String nearest(String name, Set<String> known) {
        List<String> names = new ArrayList<>();
        known.forEach(pid -> names.add(pid + PROPERTIES));
        return NearestNames.offer(name, names);
    }

    private static FileName foreign(String stem) {
        int at = stem.indexOf('~') < 0 ? stem.indexOf('-') : stem.indexOf('~');
        return at < 0
                ? new FileName(Kind.SETTINGS, stem, Optional.empty())
                : new FileName(Kind.SETTINGS, stem.substring(0, at), Optional.of(stem.substring(at + 1)));
    }

    /**
     * What editors and package managers leave beside a file that is there; where that is missing, its copy may be what
     * was meant.
     */
    private static boolean isCopy(String name, Set<String> known, Set<String> beside) {
        return known.stream()
                .flatMap(pid -> List.of(pid + PROPERTIES, pid + TYPED).stream())
                .anyMatch(file -> !name.equals(file) && name.contains(file) && beside.contains(file));
    }

    private static boolean meansOurs(String name, String stem, Set<String> known) {
        String small = name.toLowerCase(Locale.ROOT);
        return small.contains("org.cloister")
                || small.startsWith("cloister")
                || known.stream().anyMatch(pid -> NearestNames.isNear(stem, pid, LETTERS));
    }

    private static String stem(String name) {
        for (String ending : List.of(PROPERTIES, TYPED)) {
            if (name.endsWith(ending)) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return "";
    }
}

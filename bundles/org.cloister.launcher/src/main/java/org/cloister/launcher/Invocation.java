// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a command line is carried out. What is wrong with it is found by the commands themselves, so whatever looks odd
 * goes to them as it is.
 *
 * @param place where
 * @param arguments the command and its options, without the one that names the run folder
 * @param folder the run folder, where one is named
 */
record Invocation(Place place, List<String> arguments, Optional<String> folder) {
    private static final String FOLDER = "--run";
    private static final Set<String> OF_PLATFORM = Set.of("--record", "--state", "--generation", "--report-version");
    private static final Set<String> HELP = Set.of("-h", "--help");

    /** Places where commands are carried out. */
    enum Place {
        /** Here, without a framework. */
        CLASS_PATH,
        /** Here, in a framework that is there for the length of the command. */
        FRAMEWORK,
        /** In the platform that runs already. */
        RUNNING,
        /** In the platform that runs already, and where none runs, as {@link #FRAMEWORK}. */
        RUNNING_OR_FRAMEWORK,
        /** Here, becoming such a platform. */
        KEEPER;

        /** Whether a platform that runs takes such commands from clients. */
        boolean running() {
            return this == RUNNING || this == RUNNING_OR_FRAMEWORK;
        }
    }

    /** Whether a person has a shell in the platform. */
    boolean shell() {
        return CommandPlaces.of(arguments.get(0)).shell();
    }

    /** The value of an option, as the next word or behind an equals sign. */
    Optional<String> value(String option) {
        for (int i = 1; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.startsWith(option + "=")) {
                return Optional.of(word.substring(option.length() + 1));
            }
            if (word.equals(option) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private Invocation at(Place other) {
        return new Invocation(other, arguments, folder);
    }

    static Invocation of(List<String> words) {
        CommandPlaces.Row row = CommandPlaces.of(words.isEmpty() ? "" : words.get(0));
        Invocation onClassPath = new Invocation(Place.CLASS_PATH, words, Optional.empty());
        if (words.stream().anyMatch(HELP::contains)) {
            return onClassPath;
        }
        Invocation asIs = row.framework() ? onClassPath.at(Place.FRAMEWORK) : onClassPath;
        if (row.keeper()) {
            return withFolder(Place.KEEPER, words)
                    .filter(keeper -> describesPlatform(keeper.arguments()))
                    .orElse(asIs);
        }
        if (row.alwaysRunning() || row.sentByOption() && words.contains(row.running())) {
            return withFolder(Place.RUNNING, words).orElse(onClassPath);
        }
        // A platform that runs may have it otherwise than a command here would
        if (words.size() > 1 && words.get(1).equals(row.running())) {
            return withFolder(Place.RUNNING_OR_FRAMEWORK, words)
                    .map(either -> either.folder().isEmpty() ? either : either.at(Place.RUNNING))
                    .orElse(asIs);
        }
        return asIs;
    }

    /** Whether nothing but options with values follows that say what platform it is to be. */
    private static boolean describesPlatform(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            int end = word.indexOf('=');
            if (!OF_PLATFORM.contains(end < 0 ? word : word.substring(0, end)) || end < 0 && ++i == words.size()) {
                return false;
            }
        }
        return true;
    }

    /** Takes the run folder out; empty when it is named in a way that makes no sense. */
    private static Optional<Invocation> withFolder(Place place, List<String> words) {
        List<String> rest = new ArrayList<>();
        List<String> folders = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith(FOLDER + "=")) {
                folders.add(word.substring(FOLDER.length() + 1));
            } else if (word.equals(FOLDER) && i + 1 < words.size()) {
                folders.add(words.get(++i));
            } else {
                rest.add(word);
            }
        }
        boolean sound = folders.size() <= 1 && !folders.contains("") && !rest.contains(FOLDER);
        return sound ? Optional.of(new Invocation(place, rest, folders.stream().findFirst())) : Optional.empty();
    }
}

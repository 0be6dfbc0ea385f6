// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.util.List;

/**
 * Runs examples in one process while Java notes which classes they load: the start script makes an archive of those.
 * What the examples print and how they end does not matter.
 */
public final class Examples {
    private static final String END = ",";

    private Examples() {}

    /** Runs the command lines that the arguments hold, with a comma as a word of its own between two of them. */
    public static void main(String[] arguments) {
        Surroundings.pin();
        NativeLibrary.pin();
        GivenWords.ofProcess(arguments);
        StandardOutput output = StandardOutput.ofProcess();
        List<String> words = List.of(arguments);
        while (!words.isEmpty()) {
            int end = words.contains(END) ? words.indexOf(END) : words.size();
            run(words.subList(0, end), output);
            words = words.subList(Math.min(end + 1, words.size()), words.size());
        }
        System.exit(0);
    }

    private static void run(List<String> command, StandardOutput output) {
        try {
            Main.run(command, output);
        } catch (StartException e) {
            // A command that is refused has loaded what refuses it
            System.err.println(e.lines());
        }
    }
}

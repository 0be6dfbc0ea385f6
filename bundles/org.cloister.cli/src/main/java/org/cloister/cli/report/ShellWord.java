// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

/** A word of a command line as a POSIX shell reads it, for commands that people copy. */
public final class ShellWord {
    private ShellWord() {}

    /** The word, quoted where a shell would change it. */
    public static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

/** What was typed. */
final class Words {
    private static final String PREFIX = KarafCommand.SCOPE + ":";

    private Words() {}

    /** The text of a word. The command {@code help} is asked by the names that the shell has. */
    static String asTyped(String command, Object word) {
        String text = String.valueOf(word);
        return command.equals("help") && text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    }
}

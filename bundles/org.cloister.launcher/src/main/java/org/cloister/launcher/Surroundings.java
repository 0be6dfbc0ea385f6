// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SimpleTimeZone;
import java.util.TimeZone;

/**
 * What the caller's environment does not decide: language, digits and letter case, time zone, and the encoding of
 * output.
 */
final class Surroundings {
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private Surroundings() {}

    /** Sets them for this process. A framework formats versions by the locale already, so that this comes first. */
    static void pin() {
        Locale.setDefault(Locale.ROOT);
        // Not by name: Java would read the rules of all zones for it
        TimeZone.setDefault(new SimpleTimeZone(0, "UTC"));
        // One line a message; a format that the user sets is kept
        System.getProperties().putIfAbsent(LOG_FORMAT, "%4$s: %5$s%6$s%n");
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }
}

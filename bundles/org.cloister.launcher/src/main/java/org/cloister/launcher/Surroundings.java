package org.cloister.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TimeZone;

/** What the caller's environment does not decide: language, digits and letter case, time zone, and the encoding of what is said. */
final class Surroundings {
    private Surroundings() {}

    /** Sets them for this process. A framework formats versions by the locale already, so that this comes first. */
    static void pin() {
        Locale.setDefault(Locale.ROOT);
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }
}

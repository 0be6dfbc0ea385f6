// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why a bundle does not start, in words for people where a framework has filters (OSGi Core 3.7.7). */
final class Unstarted {
    private static final Pattern JAVA = Pattern.compile("\\(osgi[.]ee=JavaSE\\)\\(version=(\\d+)(?:[.]\\d+)*\\)");
    private static final Pattern PACKAGE = Pattern.compile(
            "\\(osgi[.]wiring[.]package=([^)]+)\\)" + "(?:\\(version>=([^)]+)\\))?(?:\\(!\\(version>=([^)]+)\\)\\))?");

    private Unstarted() {}

    /** From the first cause as the framework has it. */
    static String reason(String cause) {
        Matcher java = JAVA.matcher(cause);
        if (java.find()) {
            return builtFor(java.group(1), String.valueOf(Runtime.version().feature()));
        }
        Matcher wanted = PACKAGE.matcher(cause);
        return wanted.find()
                ? "it imports package " + wanted.group(1) + range(wanted.group(2), wanted.group(3))
                        + ", which no bundle here exports; install a bundle that does, or take this one out"
                : cause;
    }

    private static String builtFor(String needed, String here) {
        return "it was built for Java " + needed + ", and this is " + here + "; set JAVA_HOME to Java " + needed
                + " or newer and start cloister anew, or take a build for Java " + here;
    }

    private static String range(String least, String below) {
        if (least == null) {
            return "";
        }
        return below == null ? " from " + least + " on" : " [" + least + "," + below + ")";
    }
}

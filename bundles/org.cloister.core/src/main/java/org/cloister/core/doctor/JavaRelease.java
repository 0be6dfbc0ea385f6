// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Releases of Java, read from what bundles and class files were built for. */
public final class JavaRelease {
    /** The class files of Java 1.1 have version 45. */
    private static final int BEFORE_FIRST = 44;

    private static final Pattern NEEDED =
            Pattern.compile("\\(osgi[.]ee=JavaSE\\).*?\\(version(?:>)?=(\\d+)(?:[.]\\d+)*\\)");

    private JavaRelease() {}

    /** The one that runs this. */
    public static int here() {
        return Runtime.version().feature();
    }

    /** The one whose class files have a version. */
    public static int ofClassFile(int version) {
        return version - BEFORE_FIRST;
    }

    /** The release that a requirement in the namespace {@code osgi.ee} asks for, where it asks for one. */
    public static Optional<Integer> needed(String filter) {
        Matcher needed = NEEDED.matcher(filter);
        return needed.find() ? Optional.of(Integer.valueOf(needed.group(1))) : Optional.empty();
    }

    /** What to do about a bundle that was built for a newer one. */
    public static String remedy(int needed) {
        return "set JAVA_HOME to Java " + needed + " or newer and start cloister anew, or take a build for Java "
                + here();
    }
}

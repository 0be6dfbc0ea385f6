// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** The version of this build, as the bundle states it. */
public final class Version {
    private static final String BUNDLE = "org.cloister.cli";

    private Version() {}

    /** Whether the words of a command line ask for it and for nothing else. */
    public static boolean asked(String... words) {
        return words.length == 1 && (words[0].equals("--version") || words[0].equals("-V"));
    }

    /** The program and its version. */
    public static String text() {
        try {
            // On a class path there is a manifest in every jar; those behind ours stay closed
            Enumeration<URL> all = Version.class.getClassLoader().getResources("META-INF/MANIFEST.MF");
            while (all.hasMoreElements()) {
                try (InputStream in = all.nextElement().openStream()) {
                    Attributes about = new Manifest(in).getMainAttributes();
                    if (BUNDLE.equals(about.getValue("Bundle-SymbolicName"))) {
                        return "cloister " + about.getValue("Bundle-Version");
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "cloister, built without a version";
    }
}

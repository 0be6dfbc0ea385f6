// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, as the bundle states it. */
final class Version implements IVersionProvider {
    private static final String BUNDLE = "org.cloister.cli";

    @Override
    public String[] getVersion() throws IOException {
        // On a class path there is a manifest in every jar
        for (URL url : Collections.list(Version.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            try (InputStream in = url.openStream()) {
                Attributes about = new Manifest(in).getMainAttributes();
                if (BUNDLE.equals(about.getValue("Bundle-SymbolicName"))) {
                    return new String[] {"cloister " + about.getValue("Bundle-Version")};
                }
            }
        }
        return new String[] {"cloister, built without a version"};
    }
}

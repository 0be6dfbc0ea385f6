// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * The component descriptions inside a bundle that is not active: nobody else has read them. All that is looked for is
 * which services they provide (OSGi Compendium 112.4.6).
 */
final class Descriptions {
    private static final int LARGEST = 1 << 20;

    private Descriptions() {}

    static boolean provides(Bundle bundle, String service) {
        String header = bundle.getHeaders("").get("Service-Component");
        Pattern provide = Pattern.compile("<provide\\s+interface=\"" + Pattern.quote(service) + "\"");
        return header != null
                && Stream.of(header.split(","))
                        .map(path -> text(bundle.getEntry(path.strip())))
                        .anyMatch(text -> provide.matcher(text).find());
    }

    private static String text(URL entry) {
        if (entry == null) {
            return "";
        }
        try (InputStream in = entry.openStream()) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}

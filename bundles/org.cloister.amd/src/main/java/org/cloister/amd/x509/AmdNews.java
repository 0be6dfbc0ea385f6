// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.cloister.amd.struct.Unknown;

/**
 * What AMD's own extensions say that is not known here: a later version of their layout, components that came later,
 * other extensions. AMD signed them, so they are news.
 */
final class AmdNews {
    private static final int LATEST_LAYOUT = 1;
    private static final Set<String> KNOWN = Set.of(
            AmdExtensions.STRUCT_VERSION, AmdExtensions.PRODUCT_NAME, AmdExtensions.HARDWARE_ID, AmdExtensions.CSP_ID);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private AmdNews() {}

    static List<Unknown> of(AmdCertificate certificate) {
        List<Unknown> found = new ArrayList<>();
        for (Extension one : certificate.extensions().values()) {
            if (one.oid().startsWith(AmdExtensions.ARC) && !isKnown(certificate, one)) {
                found.add(new Unknown(
                        certificate + ", extension " + one.oid(),
                        one.offset(),
                        number(one.oid()),
                        one.value().hex()));
            }
        }
        return List.copyOf(found);
    }

    private static boolean isKnown(AmdCertificate certificate, Extension one) {
        if (one.oid().equals(AmdExtensions.STRUCT_VERSION)) {
            return certificate
                    .amd()
                    .structVersion()
                    .filter(version -> version <= LATEST_LAYOUT)
                    .isPresent();
        }
        return KNOWN.contains(one.oid()) || AmdExtensions.component(one.oid()).isPresent();
    }

    private static OptionalInt number(String oid) {
        String last = oid.substring(oid.lastIndexOf('.') + 1);
        return NUMBER.matcher(last).matches() ? OptionalInt.of(Integer.parseInt(last)) : OptionalInt.empty();
    }
}

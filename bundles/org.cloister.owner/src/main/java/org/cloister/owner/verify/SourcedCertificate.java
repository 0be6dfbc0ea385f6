// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Objects;
import org.cloister.amd.cert.AmdFormatCertificate;

/**
 * A certificate in one of AMD's own formats. Immutable.
 *
 * @param certificate read, not verified
 * @param where the file it comes from, for messages
 */
public record SourcedCertificate(AmdFormatCertificate certificate, String where) {
    /** Checks that both are there. */
    public SourcedCertificate {
        Objects.requireNonNull(certificate, "certificate");
        Objects.requireNonNull(where, "where");
    }

    /** Its usage and where it comes from: {@code PEK (pek.cert)}. */
    @Override
    public String toString() {
        return certificate.usage() + " (" + where + ")";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.Objects;

/**
 * A line of a chain, for drawing: who is to have signed what, and how the check of that ended. Immutable.
 *
 * @param signer a certificate; the same as {@code signed} where it signs itself
 * @param signed a certificate, or the report
 * @param check of the signature
 */
public record Link(String signer, String signed, VerificationCheck check) {
    /** Checks that all parts are there. */
    public Link {
        Objects.requireNonNull(signer, "signer");
        Objects.requireNonNull(signed, "signed");
        Objects.requireNonNull(check, "check");
    }
}

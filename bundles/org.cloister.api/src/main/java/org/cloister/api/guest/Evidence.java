// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * What a guest shows to be believed. Immutable.
 *
 * @param report signed by the secure processor, in its layout
 * @param certificates those that belong to the report, in the layout of the guest's type; empty when the platform gave
 *     none
 */
public record Evidence(Bytes report, Bytes certificates) {
    /** Checks that both are there. */
    public Evidence {
        Objects.requireNonNull(report, "report");
        Objects.requireNonNull(certificates, "certificates");
    }
}

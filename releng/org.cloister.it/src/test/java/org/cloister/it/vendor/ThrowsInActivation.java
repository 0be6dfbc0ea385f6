// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

/** Fails when it is made. */
public final class ThrowsInActivation extends Delegating {
    /** Fails. */
    public ThrowsInActivation() {
        throw new IllegalStateException("no licence for this host");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.it.vendor;

/** A component that fails when it is activated. */
public final class Unlicensed {
    /** Fails. */
    public Unlicensed() {
        throw new IllegalStateException(
                "the backend does not start", new IllegalArgumentException("no licence for this host"));
    }
}

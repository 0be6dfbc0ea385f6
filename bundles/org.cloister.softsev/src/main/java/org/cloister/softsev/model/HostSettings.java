// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import java.util.Objects;

/**
 * How the emulated host drives its processor. Immutable.
 *
 * @param init when the secure processor is initialised
 */
public record HostSettings(PlatformInit init) {
    /** A host as Linux's defaults make it. */
    public static final HostSettings DEFAULT = new HostSettings(PlatformInit.PROBE);

    /** Checks that nothing is left out. */
    public HostSettings {
        Objects.requireNonNull(init, "init");
    }
}

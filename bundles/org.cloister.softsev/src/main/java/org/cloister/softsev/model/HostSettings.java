// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import java.util.Objects;

/**
 * How the emulated host drives its processor. Immutable.
 *
 * @param init when the secure processor is initialised
 * @param cpuidPages what becomes of CPUID pages with answers that are not allowed
 * @param kernel whose answers clients get
 */
public record HostSettings(PlatformInit init, CpuidPages cpuidPages, KernelModel kernel) {
    /** A host as Linux's defaults make it. */
    public static final HostSettings DEFAULT = new HostSettings(PlatformInit.PROBE, CpuidPages.STRICT);

    /** Checks that nothing is left out. */
    public HostSettings {
        Objects.requireNonNull(init, "init");
        Objects.requireNonNull(cpuidPages, "cpuidPages");
        Objects.requireNonNull(kernel, "kernel");
    }

    /** A host with the newest kernel. */
    public HostSettings(PlatformInit init, CpuidPages cpuidPages) {
        this(init, cpuidPages, KernelModel.LINUX_7_0);
    }
}

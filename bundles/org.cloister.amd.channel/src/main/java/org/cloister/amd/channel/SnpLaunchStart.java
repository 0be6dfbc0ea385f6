// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_SNP_LAUNCH_START} (100): makes the guest's context and key.
 *
 * @param policy the guest policy, unsigned 64 bits
 * @param gosvw guest-visible workarounds, 16 bytes
 * @param flags unsigned 16 bits; must be 0
 */
public record SnpLaunchStart(long policy, Bytes gosvw, int flags) implements SevCommand<SevCommand.Done> {
    /** Checks the length of the workarounds. */
    public SnpLaunchStart {
        Objects.requireNonNull(gosvw, "gosvw");
        if (gosvw.length() != 16) {
            throw new IllegalArgumentException("gosvw has " + gosvw.length() + " bytes, 16 are needed");
        }
    }

    @Override
    public int id() {
        return 100;
    }

    @Override
    public String name() {
        return "SNP_LAUNCH_START";
    }
}

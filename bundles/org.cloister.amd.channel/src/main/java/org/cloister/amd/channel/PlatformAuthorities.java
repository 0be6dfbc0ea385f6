// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The keys above a platform's CEK; got by {@code SecureProcessor.adapt(PlatformAuthorities.class)}. Platforms in
 * software, which have roots of their own, offer it; of hardware AMD publishes them, and the platform does not know
 * them. Safe for use by several threads.
 */
@ConsumerType
public interface PlatformAuthorities {
    /**
     * The certificates of ASK and ARK, one behind the other, in AMD's own format: what AMD publishes as
     * {@code cert_chain} of a generation.
     */
    Bytes askAndArk();

    /**
     * A provider's signing key (VLEK), wrapped for the chip as AMD's server would for {@code SNP_VLEK_LOAD}.
     *
     * @param hashstick 384 bytes
     * @param tcb TCB_VERSION that the platform reports, raw 64 bits
     */
    Bytes wrapVlek(Bytes hashstick, long tcb);
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What AMD's key service is for hardware, for a platform in software; got by
 * {@code SecureProcessor.adapt(SnpAuthorities.class)}. Its certificates name themselves emulated and end in a root of
 * the platform's own. Safe for use by several threads.
 */
@ProviderType
public interface SnpAuthorities {
    /**
     * The certificates of what the platform reports now.
     *
     * @throws org.cloister.api.CloisterException {@code state.…} when the platform's state cannot be obtained
     */
    SnpCertificates certificates();

    /**
     * A cloud provider's signing key (VLEK), wrapped for this chip and the TCB version that it reports now: what
     * {@code SNP_VLEK_LOAD} takes. A provider gets the same key each time.
     *
     * @param cspId by which the key's certificate names the provider, ASCII, 1 to 128 characters
     * @return 432 bytes
     * @throws org.cloister.api.CloisterException {@code vlek.csp} for another name, {@code state.…} when the platform's
     *     state cannot be obtained
     */
    Bytes wrappedVlek(String cspId);
}

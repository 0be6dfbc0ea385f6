// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import org.cloister.api.Bytes;

/**
 * An ID block with what authenticates it, as SNP_LAUNCH_FINISH takes both (SEV-SNP firmware ABI, ID Block and ID
 * Authentication Information Structure). Immutable.
 *
 * @param block 96 bytes
 * @param authentication 4096 bytes
 */
public record SignedIdBlock(Bytes block, Bytes authentication) {
    /** Checks both lengths: the kernel copies exactly so much. */
    public SignedIdBlock {
        if (block.length() != 96 || authentication.length() != 4096) {
            throw new IllegalArgumentException("an ID block has 96 bytes and its authentication 4096");
        }
    }
}

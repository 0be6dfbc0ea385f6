// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.page.SnpPageType;

/**
 * {@code KVM_SEV_SNP_LAUNCH_UPDATE} (101): measures and encrypts pages that were made private before. It may stop
 * early; the answer contains where to go on.
 *
 * @param gfnStart the first guest frame number (guest-physical address divided by 4096)
 * @param uaddr the address of the plaintext; not looked at for {@link SnpPageType#ZERO}
 * @param length bytes, a multiple of 4096
 * @param type how the pages come in
 * @param flags unsigned 16 bits; must be 0
 */
public record SnpLaunchUpdate(long gfnStart, long uaddr, long length, SnpPageType type, int flags)
        implements SevCommand<SnpLaunchUpdate.Rest> {
    @Override
    public int id() {
        return 101;
    }

    @Override
    public String name() {
        return "SNP_LAUNCH_UPDATE";
    }

    /** The command for what is left. */
    public SnpLaunchUpdate from(Rest rest) {
        return new SnpLaunchUpdate(rest.gfnStart, rest.uaddr, rest.length, type, flags);
    }

    /**
     * What is left to do: the command's struct after the call.
     *
     * @param gfnStart the first frame that was not done
     * @param uaddr the address of its plaintext
     * @param length bytes that were not done; 0 when all was
     */
    public record Rest(long gfnStart, long uaddr, long length) {}
}

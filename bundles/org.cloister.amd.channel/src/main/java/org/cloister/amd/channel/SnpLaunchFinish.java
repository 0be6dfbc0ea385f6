// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import java.util.Optional;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_SNP_LAUNCH_FINISH} (102): measures every vCPU's VMSA, checks the ID block when there is one, and ends
 * the launch.
 *
 * @param idBlock 96 bytes and the 4096 bytes of its authentication, or empty
 * @param authorKeyEnabled whether the authentication carries an author key
 * @param vcekDisabled whether the guest may not have reports signed by the VCEK
 * @param hostData 32 bytes that every report repeats
 * @param flags unsigned 16 bits; must be 0
 */
public record SnpLaunchFinish(
        Optional<SignedIdBlock> idBlock, boolean authorKeyEnabled, boolean vcekDisabled, Bytes hostData, int flags)
        implements SevCommand<SevCommand.Done> {
    /** Checks that all parts are there and the length of the host data. */
    public SnpLaunchFinish {
        Objects.requireNonNull(idBlock, "idBlock");
        Objects.requireNonNull(hostData, "hostData");
        if (hostData.length() != 32) {
            throw new IllegalArgumentException("host data has " + hostData.length() + " bytes, 32 are needed");
        }
    }

    @Override
    public int id() {
        return 102;
    }

    @Override
    public String name() {
        return "SNP_LAUNCH_FINISH";
    }
}

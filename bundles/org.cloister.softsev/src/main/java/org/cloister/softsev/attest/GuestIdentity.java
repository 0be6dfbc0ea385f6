// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import org.cloister.api.Bytes;

/**
 * What every report of a guest repeats, fixed when its launch was finished (SEV-SNP firmware ABI, 56860,
 * "ATTESTATION_REPORT").
 *
 * @param policy the guest policy, raw 64 bits
 * @param familyId 16 bytes of the ID block, zeros without one
 * @param imageId 16 bytes of the ID block, zeros without one
 * @param guestSvn of the ID block, unsigned 32 bits, 0 without one
 * @param launchDigest 48 bytes
 * @param hostData 32 bytes
 * @param idKeyDigest 48 bytes, zeros without an ID block
 * @param authorKeyDigest 48 bytes, zeros without an author key
 * @param authorKeyEnabled whether the launch was finished with an author key
 * @param vcekDisabled whether the VCEK may not sign for the guest
 * @param reportId 32 bytes that the firmware drew for the guest
 * @param launchTcb TCB_VERSION current when the launch began, raw 64 bits
 */
public record GuestIdentity(
        long policy,
        Bytes familyId,
        Bytes imageId,
        int guestSvn,
        Bytes launchDigest,
        Bytes hostData,
        Bytes idKeyDigest,
        Bytes authorKeyDigest,
        boolean authorKeyEnabled,
        boolean vcekDisabled,
        Bytes reportId,
        long launchTcb) {}

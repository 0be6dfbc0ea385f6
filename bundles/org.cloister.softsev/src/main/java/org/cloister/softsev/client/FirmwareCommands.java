// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The firmware's commands about the platform that no Linux hands to programs, with their types; got by
 * {@code SecureProcessor.adapt(FirmwareCommands.class)}. Each throws {@code SevCommandException} with the firmware's
 * status when it is refused, and has changed nothing then. Safe for use by several threads.
 *
 * @since 1.1
 */
@ProviderType
public interface FirmwareCommands {
    /**
     * SNP_FEATURE_INFO.
     *
     * @param ecx ECX_IN, the subleaf: 0 or 1; {@code INVALID_PARAM} for others
     */
    SnpFeatureInfo featureInfo(int ecx);

    /**
     * DOWNLOAD_FIRMWARE: loads firmware and commits it.
     *
     * @param image as {@link FirmwareImage} makes it; {@code INVALID_LEN} for another length than its head says,
     *     {@code BAD_SIGNATURE} for one that was changed, {@code INVALID_CONFIG} for a step back behind what was
     *     committed. {@code INVALID_PLATFORM_STATE} unless SEV is UNINIT and there is no SEV-SNP, which a host
     *     initialises before anybody asks
     */
    void downloadFirmware(Bytes image);

    /**
     * DOWNLOAD_FIRMWARE_EX: loads firmware while guests of SEV-SNP live. Reports state it from then on, as the current
     * one; what they were launched under stays.
     *
     * @param image as for {@link #downloadFirmware}; {@code UPDATE_FAILED} for another major version of the API, which
     *     leaves the old firmware. {@code INVALID_PLATFORM_STATE} unless SEV is UNINIT, {@code INVALID_COMMAND} on
     *     processors without SEV-SNP
     * @param commit whether it is committed, as by SNP_COMMIT
     */
    void downloadFirmwareEx(Bytes image, boolean commit);

    /**
     * DEACTIVATE: takes its identifier from a guest of SEV or SEV-ES, whose commands are {@code INACTIVE} from then on.
     * One that has run leaves the identifier to nobody before {@link #writeBack} and {@link #flush}.
     *
     * @param handle of the guest, as GUEST_STATUS names it; {@code INVALID_PLATFORM_STATE} where there are no guests,
     *     {@code INVALID_GUEST}, {@code INACTIVE}
     */
    void deactivate(int handle);

    /**
     * DECOMMISSION: ends a guest of SEV or SEV-ES, from whatever state, and wipes its keys; commands of its machine are
     * {@code INVALID_GUEST} from then on.
     *
     * @param handle as for {@link #deactivate}; {@code ACTIVE} for a guest that was not deactivated
     */
    void decommission(int handle);

    /** WBINVD on every processor, which is no command of the firmware: caches hold nothing of any guest afterwards. */
    void writeBack();

    /** DF_FLUSH: identifiers that were in use can be used again; {@code WBINVD_REQUIRED} before {@link #writeBack}. */
    void flush();
}

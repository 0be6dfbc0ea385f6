// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.client;

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
}

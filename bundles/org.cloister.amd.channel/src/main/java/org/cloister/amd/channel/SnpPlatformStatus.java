// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Optional;

/**
 * Version, state and configuration of the SEV-SNP firmware (SEV-SNP ABI, SNP_PLATFORM_STATUS). Immutable.
 *
 * @param apiMajor 0 to 255
 * @param apiMinor 0 to 255
 * @param stateCode the state's number, 0 to 255
 * @param rmpInitialized whether the reverse map table is initialised
 * @param buildId unsigned 32 bits
 * @param flags unsigned 32 bits, see the methods
 * @param guestCount how many SEV-SNP guests there are, unsigned 32 bits
 * @param currentTcb TCB_VERSION of the firmware that runs, raw 64 bits; its parts depend on the processor's generation
 * @param reportedTcb TCB_VERSION that reports state, in the same layout
 */
public record SnpPlatformStatus(
        int apiMajor,
        int apiMinor,
        int stateCode,
        boolean rmpInitialized,
        int buildId,
        int flags,
        int guestCount,
        long currentTcb,
        long reportedTcb) {
    private static final int MASK_CHIP_ID = 1;
    private static final int MASK_CHIP_KEY = 1 << 1;
    private static final int VLEK_EN = 1 << 2;
    private static final int FEATURE_INFO = 1 << 3;
    private static final int RAPL_DIS = 1 << 4;
    private static final int CIPHERTEXT_HIDING_CAP = 1 << 5;
    private static final int CIPHERTEXT_HIDING_EN = 1 << 6;

    /** The state, UNINIT or INIT; empty for a number that is not known here. */
    public Optional<PlatformState> state() {
        return PlatformState.of(stateCode);
    }

    /** Whether reports leave the chip's identity out. */
    public boolean chipIdMasked() {
        return has(MASK_CHIP_ID);
    }

    /** Whether reports are not signed. */
    public boolean chipKeyMasked() {
        return has(MASK_CHIP_KEY);
    }

    /** Whether a VLEK is loaded. */
    public boolean vlekEnabled() {
        return has(VLEK_EN);
    }

    /** Whether the firmware reports its features by the command SNP_FEATURE_INFO. */
    public boolean featureInfo() {
        return has(FEATURE_INFO);
    }

    /** Whether the running average power limit is off. */
    public boolean raplDisabled() {
        return has(RAPL_DIS);
    }

    /** Whether the platform can hide ciphertext from the host. */
    public boolean ciphertextHidingCapable() {
        return has(CIPHERTEXT_HIDING_CAP);
    }

    /** Whether it does. */
    public boolean ciphertextHidingEnabled() {
        return has(CIPHERTEXT_HIDING_EN);
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }
}

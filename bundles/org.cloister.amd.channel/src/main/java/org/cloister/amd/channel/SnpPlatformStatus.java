// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Optional;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

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
    /** Bytes of {@code struct sev_user_data_snp_status}. */
    public static final int SIZE = 32;

    private static final Slot API_MAJOR = Slot.number("api_major", 0, 1);
    private static final Slot API_MINOR = Slot.number("api_minor", 1, 1);
    private static final Slot STATE = Slot.number("state", 2, 1);
    private static final Slot RMP = new Slot("is_rmp_initialized", 3, 1, Notation.HEX, "bit 0, the others reserved");
    private static final Slot BUILD_ID = Slot.number("build_id", 4, 4);
    private static final Slot FLAGS = new Slot("mask_chip_id", 8, 4, Notation.HEX, "bit 0, and flags behind it");
    private static final Slot GUEST_COUNT = Slot.number("guest_count", 12, 4);
    private static final Slot CURRENT_TCB = Slot.hex("current_tcb_version", 16, 8);
    private static final Slot REPORTED_TCB = Slot.hex("reported_tcb_version", 24, 8);

    static final Layout LAYOUT = Layout.of(
            "sev_user_data_snp_status",
            SIZE,
            API_MAJOR,
            API_MINOR,
            STATE,
            RMP,
            BUILD_ID,
            FLAGS,
            GUEST_COUNT,
            CURRENT_TCB,
            REPORTED_TCB);

    private static final int RMP_INITIALIZED = 1;

    private static final int MASK_CHIP_ID = 1;
    private static final int MASK_CHIP_KEY = 1 << 1;
    private static final int VLEK_EN = 1 << 2;
    private static final int FEATURE_INFO = 1 << 3;
    private static final int RAPL_DIS = 1 << 4;
    private static final int CIPHERTEXT_HIDING_CAP = 1 << 5;
    private static final int CIPHERTEXT_HIDING_EN = 1 << 6;

    /**
     * The status in the kernel's struct.
     *
     * @param struct at least {@link #SIZE} bytes
     */
    public static SnpPlatformStatus decode(Bytes struct) {
        return new SnpPlatformStatus(
                (int) API_MAJOR.number(struct),
                (int) API_MINOR.number(struct),
                (int) STATE.number(struct),
                (RMP.number(struct) & RMP_INITIALIZED) != 0,
                (int) BUILD_ID.number(struct),
                (int) FLAGS.number(struct),
                (int) GUEST_COUNT.number(struct),
                CURRENT_TCB.number(struct),
                REPORTED_TCB.number(struct));
    }

    void write(CommandStruct out) {
        out.put(API_MAJOR, apiMajor);
        out.put(API_MINOR, apiMinor);
        out.put(STATE, stateCode);
        out.put(RMP, rmpInitialized ? RMP_INITIALIZED : 0);
        out.put(BUILD_ID, buildId);
        out.put(FLAGS, flags);
        out.put(GUEST_COUNT, guestCount);
        out.put(CURRENT_TCB, currentTcb);
        out.put(REPORTED_TCB, reportedTcb);
    }

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

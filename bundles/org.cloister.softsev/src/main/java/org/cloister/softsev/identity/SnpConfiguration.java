package org.cloister.softsev.identity;

import org.cloister.api.Bytes;

/**
 * What SNP_COMMIT, SNP_SET_CONFIG and SNP_VLEK_LOAD have set (SEV-SNP firmware ABI, 56860).
 *
 * @param committedTcb TCB_VERSION below which the firmware cannot go back, raw 64 bits
 * @param reportedTcb TCB_VERSION that reports state; 0 follows the committed one
 * @param flags bit 0 masks the chip's identity, bit 1 its key
 * @param vlek the loaded hashstick, 384 bytes; empty when none is loaded
 */
public record SnpConfiguration(long committedTcb, long reportedTcb, int flags, Bytes vlek) {
    /** Bytes of a hashstick. */
    public static final int VLEK = 384;

    /** What a chip has that nothing was set of. */
    public static SnpConfiguration initial(long tcb) {
        return new SnpConfiguration(tcb, 0, 0, Bytes.EMPTY);
    }

    /** The TCB_VERSION that reports state. */
    public long reported() {
        return reportedTcb == 0 ? committedTcb : reportedTcb;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.util.Optional;
import org.cloister.amd.tcb.Generation;
import org.cloister.api.Bytes;

/**
 * What SNP_COMMIT, SNP_SET_CONFIG and SNP_VLEK_LOAD have set (SEV-SNP firmware ABI, 56860).
 *
 * @param generation whose layout the TCB versions have; empty where an older version of the software platform has kept
 *     it
 * @param committedTcb TCB_VERSION below which the firmware cannot go back, raw 64 bits
 * @param reportedTcb TCB_VERSION that reports state; 0 follows the committed one
 * @param flags bit 0 masks the chip's identity, bit 1 its key
 * @param vlek the loaded hashstick, 384 bytes; empty when none is loaded
 */
public record SnpConfiguration(
        Optional<Generation> generation, long committedTcb, long reportedTcb, int flags, Bytes vlek) {
    /** Bytes of a hashstick. */
    public static final int VLEK = 384;

    /** What a chip has that nothing was set of. */
    public static SnpConfiguration initial(Generation generation, long tcb) {
        return new SnpConfiguration(Optional.of(generation), tcb, 0, 0, Bytes.EMPTY);
    }

    /** The TCB_VERSION that reports state. */
    public long reported() {
        return reportedTcb == 0 ? committedTcb : reportedTcb;
    }

    /** Whether reports leave the chip's identity out. */
    public boolean chipIdMasked() {
        return (flags & 1) != 0;
    }

    /** Whether reports are left unsigned. */
    public boolean chipKeyMasked() {
        return (flags & 2) != 0;
    }

    /** Whether a provider's key is loaded. */
    public boolean vlekLoaded() {
        return vlek.length() != 0;
    }

    /** The same of a generation. */
    public SnpConfiguration of(Generation known) {
        return new SnpConfiguration(Optional.of(known), committedTcb, reportedTcb, flags, vlek);
    }

    /** The same with another committed version, which reports state from now on (Linux, sev-guest.rst, SNP_COMMIT). */
    public SnpConfiguration committed(long tcb) {
        return reporting(new SnpConfiguration(generation, tcb, 0, flags, vlek));
    }

    /** The same with other reports. */
    public SnpConfiguration configured(long reported, int masks) {
        return reporting(new SnpConfiguration(generation, committedTcb, reported, masks, vlek));
    }

    /** The same with a provider's key. */
    public SnpConfiguration loaded(Bytes stick) {
        return new SnpConfiguration(generation, committedTcb, reportedTcb, flags, stick);
    }

    // A hashstick is for one version: reports that state another one must not be signed with its key.
    private SnpConfiguration reporting(SnpConfiguration changed) {
        return changed.reported() == reported() ? changed : changed.loaded(Bytes.EMPTY);
    }
}

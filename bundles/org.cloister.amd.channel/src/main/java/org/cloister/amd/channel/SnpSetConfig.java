// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/**
 * {@code SNP_SET_CONFIG} (11): what attestation reports state. Needs SNP initialised.
 *
 * @param reportedTcb TCB_VERSION that reports state, raw 64 bits, at most the committed one
 * @param flags unsigned 32 bits: {@link #MASK_CHIP_ID}, {@link #MASK_CHIP_KEY}; the others must be 0
 */
public record SnpSetConfig(long reportedTcb, int flags) implements PlatformCommand<SevCommand.Done> {
    /** Reports leave the chip's identity out. */
    public static final int MASK_CHIP_ID = 1;

    /** Reports are not signed. */
    public static final int MASK_CHIP_KEY = 1 << 1;

    @Override
    public int id() {
        return 11;
    }

    @Override
    public String name() {
        return "SNP_SET_CONFIG";
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.WRITE;
    }
}

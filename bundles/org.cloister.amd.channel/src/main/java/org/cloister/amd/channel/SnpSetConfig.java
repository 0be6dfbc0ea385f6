// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;

/**
 * {@code SNP_SET_CONFIG} (11): what attestation reports state. Needs SNP initialised.
 *
 * <pre>{@code
 * channel.execute(new SnpSetConfig(tcb, SnpSetConfig.MASK_CHIP_ID));
 * }</pre>
 *
 * @param reportedTcb TCB_VERSION that reports state, raw 64 bits, at most the committed one
 * @param flags unsigned 32 bits: {@link #MASK_CHIP_ID}, {@link #MASK_CHIP_KEY}; the others must be 0
 */
public record SnpSetConfig(long reportedTcb, int flags) implements PlatformCommand<SevCommand.Done> {
    private static final Slot REPORTED_TCB = Slot.hex("reported_tcb", 0, 8);
    private static final Slot MASKS = new Slot("mask_chip_id", 8, 4, Notation.HEX, "bit 0; mask_chip_key bit 1");

    static final Codec<SnpSetConfig, SevCommand.Done> CODEC = Codec.of(
            11,
            CommandNames.SNP_SET_CONFIG,
            Layout.of("sev_user_data_snp_config", 64, REPORTED_TCB, MASKS),
            SnpSetConfig::write,
            in -> new SnpSetConfig(in.number(REPORTED_TCB), in.word(MASKS)));

    /** Reports leave the chip's identity out. */
    public static final int MASK_CHIP_ID = 1;

    /** Reports are not signed. */
    public static final int MASK_CHIP_KEY = 1 << 1;

    @Override
    public Codec<SnpSetConfig, SevCommand.Done> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.put(REPORTED_TCB, reportedTcb);
        out.put(MASKS, flags);
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.WRITE;
    }
}

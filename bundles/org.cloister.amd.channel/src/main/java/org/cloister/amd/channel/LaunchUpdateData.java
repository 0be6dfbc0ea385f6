// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;

/**
 * {@code KVM_SEV_LAUNCH_UPDATE_DATA} (3): measures guest memory and encrypts it in place. For SEV and SEV-ES.
 *
 * <pre>{@code
 * long firmware = memory.hostAddress(0).orElseThrow();
 * channel.execute(new LaunchUpdateData(firmware, 4096));
 * }</pre>
 *
 * @param address the host's address of the guest memory, a multiple of 16
 * @param length bytes, a multiple of 16; unsigned 32 bits in a long
 */
public record LaunchUpdateData(long address, long length) implements SevCommand<SevCommand.Done> {
    private static final Slot ADDRESS = Slot.hex("uaddr", 0, 8);
    private static final Slot LENGTH = Slot.number("len", 8, 4);

    static final Codec<LaunchUpdateData, SevCommand.Done> CODEC = Codec.of(
            3,
            CommandNames.LAUNCH_UPDATE_DATA,
            Layout.of("kvm_sev_launch_update_data", 16, ADDRESS, LENGTH),
            LaunchUpdateData::write,
            in -> new LaunchUpdateData(in.number(ADDRESS), in.number(LENGTH)));

    /** Checks that the length fits the struct. */
    public LaunchUpdateData {
        Buffers.requireUnsigned32("length", length);
    }

    @Override
    public Codec<LaunchUpdateData, SevCommand.Done> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.put(ADDRESS, address);
        out.put(LENGTH, length);
    }
}

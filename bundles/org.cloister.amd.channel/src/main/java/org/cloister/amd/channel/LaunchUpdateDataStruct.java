// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_launch_update_data}. */
final class LaunchUpdateDataStruct implements StructCodec.Silent<LaunchUpdateData> {
    private static final int UADDR = 0;
    private static final int LEN = 8;

    @Override
    public int id() {
        return 3;
    }

    @Override
    public int size() {
        return 16;
    }

    @Override
    public Bytes encode(LaunchUpdateData command, AddressSpace memory) {
        return Bytes.of(blank().putLong(UADDR, command.address())
                .putInt(LEN, (int) command.length())
                .array());
    }

    @Override
    public LaunchUpdateData decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return new LaunchUpdateData(in.getLong(UADDR), Integer.toUnsignedLong(in.getInt(LEN)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_launch_measure}. */
final class LaunchMeasureStruct implements StructCodec<LaunchMeasure, Blob> {
    private static final int UADDR = 0;
    private static final int LEN = 8;

    @Override
    public int id() {
        return 6;
    }

    @Override
    public int size() {
        return 16;
    }

    @Override
    public Bytes encode(LaunchMeasure command, AddressSpace memory) {
        return Bytes.of(blank().putLong(UADDR, buffers(memory).room(command.capacity()))
                .putInt(LEN, command.capacity())
                .array());
    }

    @Override
    public LaunchMeasure decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return new LaunchMeasure(buffers(memory).capacity(in.getLong(UADDR), in.getInt(LEN), Errno.EINVAL));
    }

    @Override
    public Bytes encodeAnswer(LaunchMeasure command, Blob answer, Bytes struct, AddressSpace memory) {
        ByteBuffer out = StructCodec.copy(struct);
        int length = buffers(memory).answer(out.getLong(UADDR), answer, command.asksLength(), command.capacity());
        return Bytes.of(out.putInt(LEN, length).array());
    }

    @Override
    public Blob decodeAnswer(LaunchMeasure command, Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return buffers(memory).answered(in.getLong(UADDR), in.getInt(LEN), command.asksLength(), command.capacity());
    }

    private static Buffers buffers(AddressSpace memory) {
        return new Buffers("LAUNCH_MEASURE", memory);
    }
}

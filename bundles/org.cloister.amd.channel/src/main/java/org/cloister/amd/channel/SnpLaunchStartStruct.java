// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_snp_launch_start}. */
final class SnpLaunchStartStruct implements StructCodec.Silent<SnpLaunchStart> {
    private static final int POLICY = 0;
    private static final int GOSVW = 8;
    private static final int GOSVW_SIZE = 16;
    private static final int FLAGS = 24;

    @Override
    public int id() {
        return 100;
    }

    @Override
    public int size() {
        return 64;
    }

    @Override
    public Bytes encode(SnpLaunchStart command, AddressSpace memory) {
        ByteBuffer out = blank().putLong(POLICY, command.policy())
                .put(GOSVW, command.gosvw().toArray())
                .putShort(FLAGS, (short) command.flags());
        return Bytes.of(out.array());
    }

    @Override
    public SnpLaunchStart decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return new SnpLaunchStart(
                in.getLong(POLICY), struct.slice(GOSVW, GOSVW_SIZE), Short.toUnsignedInt(in.getShort(FLAGS)));
    }
}

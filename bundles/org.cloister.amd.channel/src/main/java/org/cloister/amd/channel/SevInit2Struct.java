// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_init}. */
final class SevInit2Struct implements StructCodec.Silent<SevInit2> {
    private static final int VMSA_FEATURES = 0;
    private static final int FLAGS = 8;
    private static final int GHCB_VERSION = 12;

    @Override
    public int id() {
        return 22;
    }

    @Override
    public int size() {
        return 48;
    }

    @Override
    public Bytes encode(SevInit2 command, AddressSpace memory) {
        ByteBuffer out = blank().putLong(VMSA_FEATURES, command.vmsaFeatures())
                .putInt(FLAGS, command.flags())
                .putShort(GHCB_VERSION, (short) command.ghcbVersion());
        return Bytes.of(out.array());
    }

    @Override
    public SevInit2 decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return new SevInit2(
                in.getLong(VMSA_FEATURES), in.getInt(FLAGS), Short.toUnsignedInt(in.getShort(GHCB_VERSION)));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_guest_status}, which the kernel only writes. */
final class GuestStatusStruct implements StructCodec<GetGuestStatus, SevGuestStatus> {
    private static final int HANDLE = 0;
    private static final int POLICY = 4;
    private static final int STATE = 8;

    @Override
    public int id() {
        return 16;
    }

    @Override
    public int size() {
        return 12;
    }

    @Override
    public Bytes encode(GetGuestStatus command, AddressSpace memory) {
        return Bytes.of(blank().array());
    }

    @Override
    public GetGuestStatus decode(Bytes struct, AddressSpace memory) {
        return new GetGuestStatus();
    }

    @Override
    public Bytes encodeAnswer(GetGuestStatus command, SevGuestStatus answer, Bytes struct, AddressSpace memory) {
        return Bytes.of(blank().putInt(HANDLE, answer.handle())
                .putInt(POLICY, answer.policy())
                .putInt(STATE, answer.stateCode())
                .array());
    }

    @Override
    public SevGuestStatus decodeAnswer(GetGuestStatus command, Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return new SevGuestStatus(in.getInt(HANDLE), in.getInt(POLICY), in.getInt(STATE));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_attestation_report}. */
final class AttestationReportStruct implements StructCodec<GetAttestationReport, Blob> {
    private static final int MNONCE = 0;
    private static final int MNONCE_SIZE = 16;
    private static final int UADDR = 16;
    private static final int LEN = 24;

    @Override
    public int id() {
        return 20;
    }

    @Override
    public int size() {
        return 32;
    }

    @Override
    public Bytes encode(GetAttestationReport command, AddressSpace memory) {
        return Bytes.of(blank().put(MNONCE, command.nonce().toArray())
                .putLong(UADDR, buffers(memory).room(command.capacity()))
                .putInt(LEN, command.capacity())
                .array());
    }

    @Override
    public GetAttestationReport decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        int capacity = buffers(memory).capacity(in.getLong(UADDR), in.getInt(LEN), Errno.EINVAL);
        return new GetAttestationReport(struct.slice(MNONCE, MNONCE_SIZE), capacity);
    }

    @Override
    public Bytes encodeAnswer(GetAttestationReport command, Blob answer, Bytes struct, AddressSpace memory) {
        ByteBuffer out = StructCodec.copy(struct);
        int length = buffers(memory).answer(out.getLong(UADDR), answer, command.asksLength(), command.capacity());
        return Bytes.of(out.putInt(LEN, length).array());
    }

    @Override
    public Blob decodeAnswer(GetAttestationReport command, Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return buffers(memory).answered(in.getLong(UADDR), in.getInt(LEN), command.asksLength(), command.capacity());
    }

    private static Buffers buffers(AddressSpace memory) {
        return new Buffers("GET_ATTESTATION_REPORT", memory);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_send_start}. */
final class SendStartStruct implements StructCodec<SendStart, SendStart.Session> {
    private static final int POLICY = 0;
    private static final int PDH_CERT_UADDR = 8;
    private static final int PDH_CERT_LEN = 16;
    private static final int PLAT_CERTS_UADDR = 24;
    private static final int PLAT_CERTS_LEN = 32;
    private static final int AMD_CERTS_UADDR = 40;
    private static final int AMD_CERTS_LEN = 48;
    private static final int SESSION_UADDR = 56;
    private static final int SESSION_LEN = 64;

    @Override
    public int id() {
        return 8;
    }

    @Override
    public int size() {
        return 72;
    }

    @Override
    public Bytes encode(SendStart command, AddressSpace memory) {
        Buffers buffers = buffers(memory);
        return Bytes.of(blank().putLong(PDH_CERT_UADDR, buffers.place(command.certificate()))
                .putInt(PDH_CERT_LEN, command.certificate().length())
                .putLong(PLAT_CERTS_UADDR, buffers.place(command.platformCertificates()))
                .putInt(PLAT_CERTS_LEN, command.platformCertificates().length())
                .putLong(AMD_CERTS_UADDR, buffers.place(command.amdCertificates()))
                .putInt(AMD_CERTS_LEN, command.amdCertificates().length())
                .putLong(SESSION_UADDR, buffers.room(command.capacity()))
                .putInt(SESSION_LEN, command.capacity())
                .array());
    }

    @Override
    public SendStart decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        int capacity = buffers(memory).capacity(in.getLong(SESSION_UADDR), in.getInt(SESSION_LEN), Errno.EINVAL);
        return new SendStart(
                certificates(in, PDH_CERT_UADDR, PDH_CERT_LEN, capacity, memory),
                certificates(in, PLAT_CERTS_UADDR, PLAT_CERTS_LEN, capacity, memory),
                certificates(in, AMD_CERTS_UADDR, AMD_CERTS_LEN, capacity, memory),
                capacity);
    }

    // Who asks for the length need not have the certificates yet.
    private static Bytes certificates(ByteBuffer in, int uaddr, int len, int capacity, AddressSpace memory) {
        long address = in.getLong(uaddr);
        int length = in.getInt(len);
        return capacity == 0
                ? buffers(memory).optional(address, length)
                : buffers(memory).required(address, length);
    }

    @Override
    public Bytes encodeAnswer(SendStart command, SendStart.Session answer, Bytes struct, AddressSpace memory) {
        ByteBuffer out = StructCodec.copy(struct);
        int length = buffers(memory)
                .answer(out.getLong(SESSION_UADDR), answer.session(), command.asksLength(), command.capacity());
        return Bytes.of(
                out.putInt(POLICY, answer.policy()).putInt(SESSION_LEN, length).array());
    }

    @Override
    public SendStart.Session decodeAnswer(SendStart command, Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        Blob session = buffers(memory)
                .answered(in.getLong(SESSION_UADDR), in.getInt(SESSION_LEN), command.asksLength(), command.capacity());
        return new SendStart.Session(in.getInt(POLICY), session);
    }

    private static Buffers buffers(AddressSpace memory) {
        return new Buffers("SEND_START", memory);
    }
}

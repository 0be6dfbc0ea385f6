// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.amd.channel.PdhCertExport.Certificates;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;

/** {@code struct sev_user_data_pdh_cert_export}, packed. */
final class PdhCertExportStruct implements StructCodec<PdhCertExport, Certificates> {
    private static final int PDH_ADDRESS = 0;
    private static final int PDH_LEN = 8;
    private static final int CHAIN_ADDRESS = 12;
    private static final int CHAIN_LEN = 20;

    @Override
    public int id() {
        return 5;
    }

    @Override
    public int size() {
        return 24;
    }

    @Override
    public Bytes encode(PdhCertExport command, AddressSpace memory) {
        Buffers buffers = buffers(memory);
        return Bytes.of(blank().putLong(PDH_ADDRESS, buffers.room(command.pdhCapacity()))
                .putInt(PDH_LEN, command.pdhCapacity())
                .putLong(CHAIN_ADDRESS, buffers.room(command.chainCapacity()))
                .putInt(CHAIN_LEN, command.chainCapacity())
                .array());
    }

    @Override
    public PdhCertExport decode(Bytes struct, AddressSpace memory) {
        return new PdhCertExport(
                capacity(struct, PDH_ADDRESS, PDH_LEN, memory), capacity(struct, CHAIN_ADDRESS, CHAIN_LEN, memory));
    }

    // Without an address the driver asks for the lengths, whatever the lengths say.
    private static int capacity(Bytes struct, int addressAt, int lengthAt, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        long address = in.getLong(addressAt);
        return address == 0 ? 0 : buffers(memory).capacity(address, in.getInt(lengthAt), Errno.EFAULT);
    }

    @Override
    public Bytes encodeAnswer(PdhCertExport command, Certificates answer, Bytes struct, AddressSpace memory) {
        ByteBuffer out = StructCodec.copy(struct);
        Buffers buffers = buffers(memory);
        boolean asks = command.asksLength();
        int pdh = buffers.answer(out.getLong(PDH_ADDRESS), answer.pdh(), asks, command.pdhCapacity());
        int chain = buffers.answer(out.getLong(CHAIN_ADDRESS), answer.chain(), asks, command.chainCapacity());
        return Bytes.of(out.putInt(PDH_LEN, pdh).putInt(CHAIN_LEN, chain).array());
    }

    @Override
    public Certificates decodeAnswer(PdhCertExport command, Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        Buffers buffers = buffers(memory);
        boolean asks = command.asksLength();
        return new Certificates(
                buffers.answered(in.getLong(PDH_ADDRESS), in.getInt(PDH_LEN), asks, command.pdhCapacity()),
                buffers.answered(in.getLong(CHAIN_ADDRESS), in.getInt(CHAIN_LEN), asks, command.chainCapacity()));
    }

    private static Buffers buffers(AddressSpace memory) {
        return new Buffers("PDH_CERT_EXPORT", memory);
    }
}

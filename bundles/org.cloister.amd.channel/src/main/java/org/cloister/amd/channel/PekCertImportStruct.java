// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/** {@code struct sev_user_data_pek_cert_import}, packed. */
final class PekCertImportStruct implements StructCodec.Silent<PekCertImport> {
    private static final int PEK_ADDRESS = 0;
    private static final int PEK_LEN = 8;
    private static final int OCA_ADDRESS = 12;
    private static final int OCA_LEN = 20;

    @Override
    public int id() {
        return 6;
    }

    @Override
    public int size() {
        return 24;
    }

    @Override
    public Bytes encode(PekCertImport command, AddressSpace memory) {
        return Bytes.of(blank().putLong(PEK_ADDRESS, memory.place(command.pek()))
                .putInt(PEK_LEN, command.pek().length())
                .putLong(OCA_ADDRESS, memory.place(command.oca()))
                .putInt(OCA_LEN, command.oca().length())
                .array());
    }

    @Override
    public PekCertImport decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        Buffers buffers = new Buffers("PEK_CERT_IMPORT", memory);
        return new PekCertImport(
                buffers.required(in.getLong(PEK_ADDRESS), in.getInt(PEK_LEN)),
                buffers.required(in.getLong(OCA_ADDRESS), in.getInt(OCA_LEN)));
    }
}

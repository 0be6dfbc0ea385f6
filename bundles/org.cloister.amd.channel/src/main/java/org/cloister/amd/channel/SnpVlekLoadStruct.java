// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/**
 * {@code struct sev_user_data_snp_vlek_load}, packed; it states its own length and the version of what it points to.
 */
final class SnpVlekLoadStruct implements StructCodec.Silent<SnpVlekLoad> {
    private static final int LEN = 0;
    private static final int VERSION = 4;
    private static final int ADDRESS = 8;

    @Override
    public int id() {
        return 12;
    }

    @Override
    public int size() {
        return 16;
    }

    @Override
    public Bytes encode(SnpVlekLoad command, AddressSpace memory) {
        return Bytes.of(blank().putInt(LEN, size())
                .putLong(ADDRESS, memory.place(command.wrapped()))
                .array());
    }

    @Override
    public SnpVlekLoad decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        if (in.getInt(LEN) != size() || struct.at(VERSION) != 0) {
            throw CodecTable.invalid(
                    "SNP_VLEK_LOAD",
                    "len " + Integer.toUnsignedString(in.getInt(LEN)) + ", version " + struct.at(VERSION));
        }
        Buffers buffers = new Buffers("SNP_VLEK_LOAD", memory);
        return new SnpVlekLoad(buffers.required(in.getLong(ADDRESS), SnpVlekLoad.SIZE));
    }
}

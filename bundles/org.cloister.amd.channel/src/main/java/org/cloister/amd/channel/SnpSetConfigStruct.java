// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/** {@code struct sev_user_data_snp_config}, packed. */
final class SnpSetConfigStruct implements StructCodec.Silent<SnpSetConfig> {
    private static final int REPORTED_TCB = 0;
    private static final int FLAGS = 8;

    @Override
    public int id() {
        return 11;
    }

    @Override
    public int size() {
        return 64;
    }

    @Override
    public Bytes encode(SnpSetConfig command, AddressSpace memory) {
        return Bytes.of(blank().putLong(REPORTED_TCB, command.reportedTcb())
                .putInt(FLAGS, command.flags())
                .array());
    }

    @Override
    public SnpSetConfig decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return new SnpSetConfig(in.getLong(REPORTED_TCB), in.getInt(FLAGS));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_dbg} from guest memory to a buffer. */
final class DebugDecryptStruct implements StructCodec<DebugDecrypt, Bytes> {
    @Override
    public int id() {
        return 17;
    }

    @Override
    public int size() {
        return DebugLayout.SIZE;
    }

    @Override
    public Bytes encode(DebugDecrypt command, AddressSpace memory) {
        long room = memory.place(Bytes.of(new byte[command.length()]));
        return DebugLayout.encode(blank(), command.guestAddress(), room, command.length());
    }

    @Override
    public DebugDecrypt decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        DebugLayout.check("DBG_DECRYPT", in);
        return new DebugDecrypt(in.getLong(DebugLayout.SRC_UADDR), in.getInt(DebugLayout.LEN));
    }

    @Override
    public Bytes encodeAnswer(DebugDecrypt command, Bytes answer, Bytes struct, AddressSpace memory) {
        if (answer.length() != command.length()) {
            throw CodecTable.invalid("DBG_DECRYPT", "an answer of " + answer.length() + " bytes");
        }
        memory.write(struct.buffer().getLong(DebugLayout.DST_UADDR), answer);
        return struct;
    }

    @Override
    public Bytes decodeAnswer(DebugDecrypt command, Bytes struct, AddressSpace memory) {
        return memory.read(struct.buffer().getLong(DebugLayout.DST_UADDR), command.length());
    }
}

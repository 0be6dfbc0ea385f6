// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_dbg} from a buffer to guest memory. */
final class DebugEncryptStruct implements StructCodec.Silent<DebugEncrypt> {
    @Override
    public int id() {
        return 18;
    }

    @Override
    public int size() {
        return DebugLayout.SIZE;
    }

    @Override
    public Bytes encode(DebugEncrypt command, AddressSpace memory) {
        Bytes plaintext = command.plaintext();
        return DebugLayout.encode(blank(), memory.place(plaintext), command.guestAddress(), plaintext.length());
    }

    @Override
    public DebugEncrypt decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        DebugLayout.check("DBG_ENCRYPT", in);
        Bytes plaintext = memory.read(in.getLong(DebugLayout.SRC_UADDR), in.getInt(DebugLayout.LEN));
        return new DebugEncrypt(plaintext, in.getLong(DebugLayout.DST_UADDR));
    }
}

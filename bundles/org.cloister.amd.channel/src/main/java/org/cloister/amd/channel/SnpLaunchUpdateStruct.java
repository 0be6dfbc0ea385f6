// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import org.cloister.amd.page.SnpPageType;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_snp_launch_update}; the kernel moves its first three fields on as it works. */
final class SnpLaunchUpdateStruct implements StructCodec<SnpLaunchUpdate, SnpLaunchUpdate.Rest> {
    private static final int GFN_START = 0;
    private static final int UADDR = 8;
    private static final int LEN = 16;
    private static final int TYPE = 24;
    private static final int FLAGS = 26;

    @Override
    public int id() {
        return 101;
    }

    @Override
    public int size() {
        return 64;
    }

    @Override
    public Bytes encode(SnpLaunchUpdate command, AddressSpace memory) {
        ByteBuffer out = blank().put(TYPE, (byte) command.type().code()).putShort(FLAGS, (short) command.flags());
        return place(out, command.gfnStart(), command.uaddr(), command.length());
    }

    @Override
    public SnpLaunchUpdate decode(Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        int code = struct.at(TYPE);
        SnpPageType type =
                SnpPageType.of(code).orElseThrow(() -> CodecTable.invalid("SNP_LAUNCH_UPDATE", "page type " + code));
        return new SnpLaunchUpdate(
                in.getLong(GFN_START),
                in.getLong(UADDR),
                in.getLong(LEN),
                type,
                Short.toUnsignedInt(in.getShort(FLAGS)));
    }

    @Override
    public Bytes encodeAnswer(SnpLaunchUpdate command, SnpLaunchUpdate.Rest answer, Bytes struct, AddressSpace memory) {
        return place(StructCodec.copy(struct), answer.gfnStart(), answer.uaddr(), answer.length());
    }

    @Override
    public SnpLaunchUpdate.Rest decodeAnswer(SnpLaunchUpdate command, Bytes struct, AddressSpace memory) {
        ByteBuffer in = struct.buffer();
        return new SnpLaunchUpdate.Rest(in.getLong(GFN_START), in.getLong(UADDR), in.getLong(LEN));
    }

    private static Bytes place(ByteBuffer out, long gfnStart, long uaddr, long length) {
        out.putLong(GFN_START, gfnStart).putLong(UADDR, uaddr).putLong(LEN, length);
        return Bytes.of(out.array());
    }
}

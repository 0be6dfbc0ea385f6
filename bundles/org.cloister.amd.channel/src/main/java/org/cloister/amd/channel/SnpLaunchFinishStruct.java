// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.api.Bytes;

/** {@code struct kvm_sev_snp_launch_finish}; the host data is not aligned. */
final class SnpLaunchFinishStruct implements StructCodec.Silent<SnpLaunchFinish> {
    private static final int ID_BLOCK_UADDR = 0;
    private static final int ID_AUTH_UADDR = 8;
    private static final int ID_BLOCK_EN = 16;
    private static final int AUTH_KEY_EN = 17;
    private static final int VCEK_DISABLED = 18;
    private static final int HOST_DATA = 19;
    private static final int HOST_DATA_SIZE = 32;
    private static final int FLAGS = 54;
    private static final int ID_BLOCK_SIZE = 96;
    private static final int ID_AUTH_SIZE = 4096;

    @Override
    public int id() {
        return 102;
    }

    @Override
    public int size() {
        return 88;
    }

    @Override
    public Bytes encode(SnpLaunchFinish command, AddressSpace memory) {
        ByteBuffer out = blank().put(AUTH_KEY_EN, flag(command.authorKeyEnabled()))
                .put(VCEK_DISABLED, flag(command.vcekDisabled()))
                .put(HOST_DATA, command.hostData().toArray())
                .putShort(FLAGS, (short) command.flags());
        command.idBlock()
                .ifPresent(block -> out.put(ID_BLOCK_EN, flag(true))
                        .putLong(ID_BLOCK_UADDR, memory.place(block.block()))
                        .putLong(ID_AUTH_UADDR, memory.place(block.authentication())));
        return Bytes.of(out.array());
    }

    @Override
    public SnpLaunchFinish decode(Bytes struct, AddressSpace memory) {
        return new SnpLaunchFinish(
                idBlock(struct, memory),
                struct.at(AUTH_KEY_EN) != 0,
                struct.at(VCEK_DISABLED) != 0,
                struct.slice(HOST_DATA, HOST_DATA_SIZE),
                Short.toUnsignedInt(struct.buffer().getShort(FLAGS)));
    }

    private static Optional<SignedIdBlock> idBlock(Bytes struct, AddressSpace memory) {
        if (struct.at(ID_BLOCK_EN) == 0) {
            return Optional.empty();
        }
        ByteBuffer in = struct.buffer();
        return Optional.of(new SignedIdBlock(
                memory.read(in.getLong(ID_BLOCK_UADDR), ID_BLOCK_SIZE),
                memory.read(in.getLong(ID_AUTH_UADDR), ID_AUTH_SIZE)));
    }

    private static byte flag(boolean on) {
        return (byte) (on ? 1 : 0);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.api.Bytes;

/**
 * {@code struct kvm_sev_cmd}: what {@code KVM_MEMORY_ENCRYPT_OP} takes, around a command's own struct. Little-endian.
 * Immutable.
 *
 * @param id the command's number, unsigned 32 bits
 * @param data the address of the command's struct; 0 for a command without one
 * @param error the firmware's status, unsigned 32 bits, written by the kernel
 * @param sevFd an open descriptor of {@code /dev/sev}
 */
public record SevEnvelope(int id, long data, int error, int sevFd) {
    /** Bytes of the struct. */
    public static final int SIZE = 24;

    /** The number of {@code ioctl(vm, KVM_MEMORY_ENCRYPT_OP, …)}. */
    public static final long IOCTL = 0xC008AEBAL;

    private static final int ID = 0;
    private static final int DATA = 8;
    private static final int ERROR = 16;
    private static final int SEV_FD = 20;

    /** The struct. */
    public Bytes encode() {
        ByteBuffer out = ByteBuffer.allocate(SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(ID, id)
                .putLong(DATA, data)
                .putInt(ERROR, error)
                .putInt(SEV_FD, sevFd);
        return Bytes.of(out.array());
    }

    /**
     * The envelope in a struct.
     *
     * @throws SevCommandException with {@code EINVAL} when it has not {@value #SIZE} bytes
     */
    public static SevEnvelope decode(Bytes struct) {
        if (struct.length() != SIZE) {
            throw CodecTable.invalid(
                    SevChannel.PROBE, "an envelope of " + struct.length() + " bytes instead of " + SIZE);
        }
        ByteBuffer in = struct.buffer();
        return new SevEnvelope(in.getInt(ID), in.getLong(DATA), in.getInt(ERROR), in.getInt(SEV_FD));
    }
}

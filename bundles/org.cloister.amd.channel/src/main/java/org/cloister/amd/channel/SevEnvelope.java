// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
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

    private static final Slot ID = Slot.number("id", 0, 4);
    private static final Slot DATA = Slot.hex("data", 8, 8);
    private static final Slot ERROR = Slot.hex("error", 16, 4);
    private static final Slot SEV_FD = Slot.number("sev_fd", 20, 4);

    static final Layout LAYOUT = Layout.of("kvm_sev_cmd", SIZE, ID, DATA, ERROR, SEV_FD);

    /** The struct. */
    public Bytes encode() {
        byte[] out = new byte[SIZE];
        ID.put(out, Integer.toUnsignedLong(id));
        DATA.put(out, data);
        ERROR.put(out, Integer.toUnsignedLong(error));
        SEV_FD.put(out, Integer.toUnsignedLong(sevFd));
        return Bytes.of(out);
    }

    /**
     * The envelope in a struct.
     *
     * @throws SevCommandException with {@code EINVAL} when it has not {@value #SIZE} bytes
     */
    public static SevEnvelope decode(Bytes struct) {
        if (struct.length() != SIZE) {
            throw SevCommandException.invalid(
                    SevChannel.PROBE, "an envelope of " + struct.length() + " bytes instead of " + SIZE);
        }
        return new SevEnvelope(
                (int) ID.number(struct), DATA.number(struct), (int) ERROR.number(struct), (int) SEV_FD.number(struct));
    }
}

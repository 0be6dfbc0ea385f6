// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_RECEIVE_START} (12): makes the context of a guest that another platform sends, and binds it to the
 * machine's ASID. For SEV and SEV-ES.
 *
 * <pre>{@code
 * GuestHandle handle = channel.execute(new ReceiveStart(0, policy, pdh, session));
 * }</pre>
 *
 * @param handle a guest to share the key with, unsigned 32 bits; 0 for a key of its own
 * @param policy the guest policy, unsigned 32 bits
 * @param certificate the sending platform's PDH certificate, 1 byte to 16 KiB
 * @param session the session that SEND_START answered there, 1 byte to 16 KiB
 */
public record ReceiveStart(int handle, int policy, Bytes certificate, Bytes session)
        implements SevCommand<GuestHandle> {
    private static final Slot HANDLE = Slot.number("handle", 0, 4);
    private static final Slot POLICY = Slot.hex("policy", 4, 4);
    private static final Pointer CERTIFICATE = Pointer.of("pdh_uaddr", 8, "pdh_len", 16);
    private static final Pointer SESSION = Pointer.of("session_uaddr", 24, "session_len", 32);
    private static final Layout STRUCT = Layout.of("kvm_sev_receive_start", 40, HANDLE, POLICY, CERTIFICATE, SESSION);

    static final Codec<ReceiveStart, GuestHandle> CODEC = Codec.of(
                    12, CommandNames.RECEIVE_START, STRUCT, ReceiveStart::write, ReceiveStart::read)
            .answers((c, guest, out) -> out.put(HANDLE, guest.value()), (c, in) -> new GuestHandle(in.word(HANDLE)));

    /** Checks the lengths. */
    public ReceiveStart {
        Buffers.requireLength("certificate", certificate, 1);
        Buffers.requireLength("session", session, 1);
    }

    @Override
    public Codec<ReceiveStart, GuestHandle> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.put(HANDLE, handle);
        out.put(POLICY, policy);
        out.place(CERTIFICATE, certificate);
        out.place(SESSION, session);
    }

    private static ReceiveStart read(CommandStruct in) {
        in.require(CERTIFICATE, SESSION);
        return new ReceiveStart(in.word(HANDLE), in.word(POLICY), in.required(CERTIFICATE), in.required(SESSION));
    }
}

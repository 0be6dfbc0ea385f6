// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;

/**
 * {@code KVM_SEV_LAUNCH_START} (2): makes the guest's context and memory key, and binds them to the machine's ASID. For
 * SEV and SEV-ES.
 *
 * <pre>{@code
 * GuestHandle handle = channel.execute(new LaunchStart(0, policy, certificate, session));
 * }</pre>
 *
 * @param handle a guest to share the key with, unsigned 32 bits; 0 for a key of its own
 * @param policy the guest policy, unsigned 32 bits
 * @param certificate the guest owner's Diffie-Hellman certificate, at most 16 KiB; empty for a launch without a session
 * @param session the owner's session, at most 16 KiB; empty for a launch without
 */
public record LaunchStart(int handle, int policy, Bytes certificate, Bytes session) implements SevCommand<GuestHandle> {
    private static final Slot HANDLE = Slot.number("handle", 0, 4);
    private static final Slot POLICY = Slot.hex("policy", 4, 4);
    private static final Pointer CERTIFICATE = Pointer.of("dh_uaddr", 8, "dh_len", 16);
    private static final Pointer SESSION = Pointer.of("session_uaddr", 24, "session_len", 32);
    private static final Layout STRUCT = Layout.of("kvm_sev_launch_start", 40, HANDLE, POLICY, CERTIFICATE, SESSION);

    static final Codec<LaunchStart, GuestHandle> CODEC = Codec.of(
                    2, CommandNames.LAUNCH_START, STRUCT, LaunchStart::write, LaunchStart::read)
            .answers((c, guest, out) -> out.put(HANDLE, guest.value()), (c, in) -> new GuestHandle(in.word(HANDLE)));

    /** Checks the lengths. */
    public LaunchStart {
        Buffers.requireLength("certificate", certificate, 0);
        Buffers.requireLength("session", session, 0);
    }

    @Override
    public Codec<LaunchStart, GuestHandle> codec() {
        return CODEC;
    }

    private void write(CommandStruct out) {
        out.put(HANDLE, handle);
        out.put(POLICY, policy);
        out.place(CERTIFICATE, certificate);
        out.place(SESSION, session);
    }

    private static LaunchStart read(CommandStruct in) {
        return new LaunchStart(in.word(HANDLE), in.word(POLICY), in.optional(CERTIFICATE), in.optional(SESSION));
    }
}

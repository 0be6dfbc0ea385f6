// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;

/**
 * {@code KVM_SEV_GUEST_STATUS} (16): what the firmware knows of the guest. For SEV and SEV-ES.
 *
 * <pre>{@code
 * SevGuestStatus status = channel.execute(new GetGuestStatus());
 * System.out.println("guest " + status.handle() + ": " + status.state().orElseThrow());
 * }</pre>
 */
public record GetGuestStatus() implements SevCommand<SevGuestStatus> {
    private static final Slot HANDLE = Slot.number("handle", 0, 4);
    private static final Slot POLICY = Slot.hex("policy", 4, 4);
    private static final Slot STATE = Slot.number("state", 8, 4);

    static final Codec<GetGuestStatus, SevGuestStatus> CODEC = Codec.of(
                    16,
                    CommandNames.GUEST_STATUS,
                    Layout.of("kvm_sev_guest_status", 12, HANDLE, POLICY, STATE),
                    new GetGuestStatus())
            .answers(GetGuestStatus::write, GetGuestStatus::read);

    @Override
    public Codec<GetGuestStatus, SevGuestStatus> codec() {
        return CODEC;
    }

    private void write(SevGuestStatus answer, CommandStruct out) {
        out.put(HANDLE, answer.handle());
        out.put(POLICY, answer.policy());
        out.put(STATE, answer.stateCode());
    }

    private SevGuestStatus read(CommandStruct in) {
        return new SevGuestStatus(in.word(HANDLE), in.word(POLICY), in.word(STATE));
    }
}

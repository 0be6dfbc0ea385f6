// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/** {@code KVM_SEV_GUEST_STATUS} (16): what the firmware knows of the guest. For SEV and SEV-ES. */
public record GetGuestStatus() implements SevCommand<SevGuestStatus> {
    @Override
    public int id() {
        return 16;
    }

    @Override
    public String name() {
        return "GUEST_STATUS";
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.seves.SevEsGuestSupport;

/** SEV-ES, whose guests can be sent, with a canary of one processor. */
class SendableGuest extends AlteredGuest {
    private static final GuestRequest REQUEST =
            new GuestRequest(SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 16 << 20, Map.of());

    private final GuestTransfer transfer;

    SendableGuest(GuestTransfer transfer) {
        super(new SevEsGuestSupport());
        this.transfer = transfer;
    }

    @Override
    public Optional<Canary> canary() {
        return Optional.of(new Canary("softsev", REQUEST));
    }

    @Override
    public <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
        return capability == GuestTransfer.class
                ? Optional.of(capability.cast(transfer))
                : super.capability(capability);
    }
}

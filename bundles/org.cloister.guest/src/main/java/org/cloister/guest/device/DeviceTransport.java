// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import java.util.Optional;
import org.cloister.guest.GuestTransport;
import org.cloister.guest.SecureGuest;

/** The way through a device node. Has all requests but the clock. */
public final class DeviceTransport implements GuestTransport {
    private final GuestDevice device;

    /** The way through a device. */
    public DeviceTransport(GuestDevice device) {
        this.device = device;
    }

    @Override
    public String name() {
        return "sev-guest";
    }

    @Override
    public Optional<String> obstacle() {
        Optional<String> no = device.obstacle();
        int errno = no.isPresent() ? 0 : device.probe();
        return errno == 0
                ? no
                : Optional.of(DeviceProblems.of(device.path(), errno).message());
    }

    @Override
    public SecureGuest open() {
        return new DeviceGuest(device);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/** {@code SEV_PLATFORM_STATUS} (1): version and state of the SEV firmware. */
public record GetPlatformStatus() implements PlatformCommand<PlatformStatus> {
    @Override
    public int id() {
        return 1;
    }

    @Override
    public String name() {
        return "PLATFORM_STATUS";
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.READ;
    }
}

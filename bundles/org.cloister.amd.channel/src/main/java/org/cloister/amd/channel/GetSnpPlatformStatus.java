// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/** {@code SNP_PLATFORM_STATUS} (9): version, state and configuration of the SEV-SNP firmware. Needs SNP initialised. */
public record GetSnpPlatformStatus() implements PlatformCommand<SnpPlatformStatus> {
    @Override
    public int id() {
        return 9;
    }

    @Override
    public String name() {
        return "SNP_PLATFORM_STATUS";
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.READ;
    }
}

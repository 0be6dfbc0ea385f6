// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;

/**
 * {@code SEV_PLATFORM_STATUS} (1): version and state of the SEV firmware.
 *
 * <pre>{@code
 * PlatformStatus status = channel.execute(new GetPlatformStatus());
 * System.out.println("SEV API " + status.apiMajor() + "." + status.apiMinor());
 * }</pre>
 */
public record GetPlatformStatus() implements PlatformCommand<PlatformStatus> {
    /** Its number, for who has no channel. */
    public static final int ID = 1;

    static final Codec<GetPlatformStatus, PlatformStatus> CODEC = Codec.of(
                    ID, CommandNames.PLATFORM_STATUS, PlatformStatus.LAYOUT, new GetPlatformStatus())
            .answers((c, status, out) -> status.write(out), (c, in) -> PlatformStatus.decode(in.toBytes()));

    @Override
    public Codec<GetPlatformStatus, PlatformStatus> codec() {
        return CODEC;
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.READ;
    }
}

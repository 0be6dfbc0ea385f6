// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import org.cloister.amd.status.CommandNames;

/**
 * {@code SNP_PLATFORM_STATUS} (9): version, state and configuration of the SEV-SNP firmware. Needs SNP initialised.
 *
 * <pre>{@code
 * SnpPlatformStatus status = channel.execute(new GetSnpPlatformStatus());
 * System.out.printf("reports state TCB_VERSION %016x%n", status.reportedTcb());
 * }</pre>
 */
public record GetSnpPlatformStatus() implements PlatformCommand<SnpPlatformStatus> {
    /** Its number, for who has no channel. */
    public static final int ID = 9;

    static final Codec<GetSnpPlatformStatus, SnpPlatformStatus> CODEC = Codec.of(
                    ID, CommandNames.SNP_PLATFORM_STATUS, SnpPlatformStatus.LAYOUT, new GetSnpPlatformStatus())
            .answers((c, status, out) -> status.write(out), (c, in) -> SnpPlatformStatus.decode(in.toBytes()));

    @Override
    public Codec<GetSnpPlatformStatus, SnpPlatformStatus> codec() {
        return CODEC;
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.READ;
    }
}

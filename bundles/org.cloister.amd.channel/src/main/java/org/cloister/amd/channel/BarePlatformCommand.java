// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/**
 * The commands without a struct: {@code sev_issue_cmd.data} is 0.
 *
 * <pre>{@code
 * channel.execute(BarePlatformCommand.FACTORY_RESET);
 * }</pre>
 */
public enum BarePlatformCommand implements PlatformCommand<SevCommand.Done> {
    /** {@code SEV_FACTORY_RESET}: wipes the platform's owner, PEK and PDH. Not while there are SEV guests. */
    FACTORY_RESET(0, DeviceAccess.WRITE),
    /** {@code SEV_PEK_GEN}: makes a new platform endorsement key, and with it a new PDH. */
    PEK_GEN(2, DeviceAccess.WRITE),
    /** {@code SEV_PDH_GEN}: makes a new platform Diffie-Hellman key. */
    PDH_GEN(4, DeviceAccess.WRITE),
    /** {@code SNP_COMMIT}: makes the current firmware the lowest that one can go back to. */
    SNP_COMMIT(10, DeviceAccess.READ);

    private final Codec<BarePlatformCommand, SevCommand.Done> codec;
    private final DeviceAccess access;

    BarePlatformCommand(int id, DeviceAccess access) {
        codec = Codec.of(id, name(), this);
        this.access = access;
    }

    @Override
    public Codec<BarePlatformCommand, SevCommand.Done> codec() {
        return codec;
    }

    @Override
    public DeviceAccess access() {
        return access;
    }
}

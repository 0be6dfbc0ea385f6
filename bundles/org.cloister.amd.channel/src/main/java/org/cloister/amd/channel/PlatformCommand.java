// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

/**
 * A command to the secure processor itself, apart from any guest: what Linux's {@code /dev/sev} takes by
 * {@code SEV_ISSUE_CMD}. Values are what the kernel's struct of the command carries ({@code linux/psp-sev.h}), packed
 * and little-endian there. Immutable.
 *
 * @param <A> what it answers
 */
public sealed interface PlatformCommand<A>
        permits BarePlatformCommand,
                GetPlatformStatus,
                PekCsr,
                PdhCertExport,
                PekCertImport,
                GetId,
                GetId2,
                GetSnpPlatformStatus,
                SnpSetConfig,
                SnpVlekLoad {
    /** Its number, its name and its struct; for {@link PlatformCodec}. */
    Codec<? extends PlatformCommand<A>, A> codec();

    /** Its number in {@code sev_issue_cmd.cmd}. */
    default int id() {
        return codec().id();
    }

    /** Its name in the kernel's header, without the prefix {@code SEV_}. */
    default String name() {
        return codec().name();
    }

    /** How the device has to be opened for it. */
    DeviceAccess access();

    /**
     * Whether it has no room for what it asks for, so that only the length can be answered. The firmware refuses such a
     * command with {@code INVALID_LEN}; a channel makes the answer of that refusal, see {@link PlatformCodec#answers}.
     */
    default boolean asksLength() {
        return false;
    }
}

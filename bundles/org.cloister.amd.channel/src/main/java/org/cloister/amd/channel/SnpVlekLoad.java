// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.Objects;
import org.cloister.api.Bytes;

/**
 * {@code SNP_VLEK_LOAD} (12): loads the key by which reports are signed for a cloud provider, wrapped for this chip by
 * AMD. Needs SNP initialised.
 *
 * @param wrapped the hashstick, {@value #SIZE} bytes of ciphertext
 */
public record SnpVlekLoad(Bytes wrapped) implements PlatformCommand<SevCommand.Done> {
    /** Bytes of a wrapped VLEK hashstick. */
    public static final int SIZE = 432;

    /** Checks the length: the driver copies exactly so much. */
    public SnpVlekLoad {
        if (Objects.requireNonNull(wrapped, "wrapped").length() != SIZE) {
            throw new IllegalArgumentException("a wrapped VLEK has " + wrapped.length() + " bytes instead of " + SIZE);
        }
    }

    @Override
    public int id() {
        return 12;
    }

    @Override
    public String name() {
        return "SNP_VLEK_LOAD";
    }

    @Override
    public DeviceAccess access() {
        return DeviceAccess.WRITE;
    }
}

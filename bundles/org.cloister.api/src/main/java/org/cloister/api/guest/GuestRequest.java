// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a guest has to be like, whatever its type. Immutable.
 *
 * <p>Numbers are taken as given: the guest type judges them in {@link ConfidentialGuestSupport#plan} and names its
 * limits.
 *
 * @param firmware the firmware image
 * @param boot a kernel for direct boot, when there is one
 * @param vcpus how many virtual processors
 * @param vcpuType the processor model, by QEMU's names, such as {@code EPYC-v4}
 * @param memory bytes of RAM
 * @param properties settings of the guest type by name, as text; see {@link ConfidentialGuestSupport#properties()}
 */
public record GuestRequest(
        Image firmware,
        Optional<DirectBoot> boot,
        int vcpus,
        String vcpuType,
        long memory,
        Map<String, String> properties) {
    /** Copies the map and checks that all parts are there. */
    public GuestRequest {
        Objects.requireNonNull(firmware, "firmware");
        Objects.requireNonNull(boot, "boot");
        Objects.requireNonNull(vcpuType, "vcpuType");
        properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
    }
}

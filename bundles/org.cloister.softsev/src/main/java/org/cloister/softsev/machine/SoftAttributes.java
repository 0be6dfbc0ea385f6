// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.OptionalLong;
import org.cloister.amd.channel.DeviceAttributes;
import org.cloister.softsev.model.PlatformSettings;

/**
 * What the software platform accepts in commands, as a kernel would report it; requests for certificates it has not.
 */
record SoftAttributes(PlatformSettings settings) implements DeviceAttributes {
    @Override
    public OptionalLong vmsaFeatures() {
        return OptionalLong.of(settings.vmsaFeatures());
    }

    @Override
    public OptionalLong snpPolicyBits() {
        return OptionalLong.of(settings.snpPolicyBits());
    }

    @Override
    public OptionalLong certificateRequests() {
        return OptionalLong.empty();
    }
}

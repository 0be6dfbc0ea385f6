// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.OptionalLong;
import org.cloister.amd.channel.DeviceAttributes;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.softsev.model.PlatformSettings;

/** What the software platform accepts in commands, as its kernel would report it. */
record SoftAttributes(PlatformSettings settings) implements DeviceAttributes {
    @Override
    public OptionalLong vmsaFeatures() {
        return known(SevAttribute.VMSA_FEATURES, settings.vmsaFeatures());
    }

    @Override
    public OptionalLong snpPolicyBits() {
        return known(SevAttribute.SNP_POLICY_BITS, settings.snpPolicyBits());
    }

    @Override
    public OptionalLong certificateRequests() {
        return known(SevAttribute.CERTIFICATE_REQUESTS, settings.snp() ? 1 : 0);
    }

    private OptionalLong known(SevAttribute attribute, long value) {
        return settings.host().kernel().has(attribute) ? OptionalLong.of(value) : OptionalLong.empty();
    }
}

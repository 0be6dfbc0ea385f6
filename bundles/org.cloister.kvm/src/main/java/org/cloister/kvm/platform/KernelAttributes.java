// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.OptionalLong;
import org.cloister.amd.channel.DeviceAttributes;
import org.cloister.amd.kvm.SevAttribute;
import org.cloister.kvm.vm.KvmSystem;

/** The attributes as they were when the machine was made. */
record KernelAttributes(OptionalLong vmsaFeatures, OptionalLong snpPolicyBits, OptionalLong certificateRequests)
        implements DeviceAttributes {
    static KernelAttributes of(KvmSystem kvm) {
        return new KernelAttributes(
                attribute(kvm, SevAttribute.VMSA_FEATURES),
                attribute(kvm, SevAttribute.SNP_POLICY_BITS),
                attribute(kvm, SevAttribute.CERTIFICATE_REQUESTS));
    }

    private static OptionalLong attribute(KvmSystem kvm, SevAttribute attribute) {
        return kvm.attribute(SevAttribute.GROUP, attribute.number());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.OptionalLong;
import org.cloister.amd.channel.DeviceAttributes;
import org.cloister.kvm.vm.KvmSystem;
import org.cloister.kvm.vm.abi.Constants;

/** The attributes as they were when the machine was made. */
record KernelAttributes(OptionalLong vmsaFeatures, OptionalLong snpPolicyBits, OptionalLong certificateRequests)
        implements DeviceAttributes {
    static KernelAttributes of(KvmSystem kvm) {
        return new KernelAttributes(
                kvm.attribute(Constants.X86_GRP_SEV, Constants.X86_SEV_VMSA_FEATURES),
                kvm.attribute(Constants.X86_GRP_SEV, Constants.X86_SNP_POLICY_BITS),
                kvm.attribute(Constants.X86_GRP_SEV, Constants.X86_SEV_SNP_REQ_CERTS));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What the kernel takes in SEV commands: the attributes of {@code /dev/kvm} in the group {@code KVM_X86_GRP_SEV} (1).
 * Got by {@code VirtualMachine.adapt(DeviceAttributes.class)}. An attribute that the kernel does not know is empty.
 *
 * <p>Safe for use by several threads; the same call gets the same answer every time.
 */
@ConsumerType
public interface DeviceAttributes {
    /** The VMSA features that INIT2 takes, a mask of 64 bits ({@code KVM_X86_SEV_VMSA_FEATURES}, 0). */
    OptionalLong vmsaFeatures();

    /**
     * The policy bits that SNP_LAUNCH_START takes, a mask of 64 bits ({@code KVM_X86_SNP_POLICY_BITS}, 1; Linux 6.19).
     */
    OptionalLong snpPolicyBits();

    /** 1 when SNP_ENABLE_REQ_CERTS is there ({@code KVM_X86_SEV_SNP_REQ_CERTS}, 2; Linux 7.0). */
    OptionalLong certificateRequests();
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.OptionalLong;
import org.cloister.amd.kvm.SevAttribute;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What the kernel takes in SEV commands: the attributes of {@code /dev/kvm} about SEV, see {@link SevAttribute}. Got by
 * {@code VirtualMachine.adapt(DeviceAttributes.class)}. An attribute that the kernel does not know is empty.
 *
 * <p>Safe for use by several threads; the same call gets the same answer every time.
 */
@ConsumerType
public interface DeviceAttributes {
    /** The VMSA features that INIT2 takes, a mask of 64 bits ({@link SevAttribute#VMSA_FEATURES}). */
    OptionalLong vmsaFeatures();

    /** The policy bits that SNP_LAUNCH_START takes, a mask of 64 bits ({@link SevAttribute#SNP_POLICY_BITS}). */
    OptionalLong snpPolicyBits();

    /** 1 when SNP_ENABLE_REQ_CERTS is there ({@link SevAttribute#CERTIFICATE_REQUESTS}). */
    OptionalLong certificateRequests();
}

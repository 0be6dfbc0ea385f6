// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.channel;

import java.util.List;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What CPUID answers in a machine, for the CPUID page of an SEV-SNP guest; got by
 * {@code VirtualMachine.adapt(GuestCpuid.class)}. Safe for use by several threads.
 */
@ConsumerType
public interface GuestCpuid {
    /**
     * The answers on the first vCPU (Linux: KVM_GET_CPUID2). A subleaf is zero where it makes no difference; XCR0 and
     * XSS are zero. The leaves are there that the machine has, whatever the firmware makes of them.
     */
    List<CpuidPageEntry> entries();

    /**
     * A CPUID page that SNP_LAUNCH_UPDATE refused with {@code INVALID_PARAM}: the firmware puts what it expects into
     * it, and the kernel copies it back to where it came from.
     *
     * @param uaddr the address of the page in the command, as {@code GuestMemory.hostAddress} returned it
     * @return 4096 bytes
     * @throws org.cloister.api.CloisterException {@code memory.outside} when there is no memory at the address
     */
    Bytes corrected(long uaddr);
}

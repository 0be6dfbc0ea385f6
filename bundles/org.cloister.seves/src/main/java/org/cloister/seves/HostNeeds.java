// SPDX-License-Identifier: Apache-2.0
package org.cloister.seves;

import java.util.List;
import org.cloister.api.guest.HostNeed;

/** The device nodes an SEV-ES host has; Linux, Documentation/virt/kvm/x86/amd-memory-encryption.rst. */
final class HostNeeds {
    static final List<HostNeed> ALL = List.of(
            new HostNeed("/dev/kvm", "load the modules kvm and kvm_amd, and enable SVM in the firmware setup"),
            new HostNeed(
                    "/dev/sev",
                    "this takes an EPYC 7002 or newer with ASIDs set aside for SEV-ES in the firmware setup and the module ccp"));

    private HostNeeds() {}
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import java.util.List;
import java.util.Map;
import org.cloister.api.GuestType;
import org.cloister.api.guest.HostNeed;
import org.cloister.api.host.DeviceNode;

/**
 * The device nodes that a host has for each of AMD's guest types; Linux,
 * Documentation/virt/kvm/x86/amd-memory-encryption.rst.
 */
public final class HostNeeds {
    private static final HostNeed KVM =
            new HostNeed(DeviceNode.KVM, "load the modules kvm and kvm_amd, and enable SVM in the firmware setup");

    /** What takes the module ccp, beside itself. */
    private static final Map<GuestType, String> PROCESSORS = Map.of(
            SevPlanner.SEV, "an EPYC with SEV enabled",
            SevPlanner.SEV_ES, "an EPYC 7002 or newer with ASIDs set aside for SEV-ES",
            SnpPlanner.TYPE, "an EPYC 7003 or newer with SEV-SNP enabled");

    private HostNeeds() {}

    /**
     * What a host needs for guests of a type.
     *
     * @param type one of AMD's three types
     * @return the nodes, in the order in which they are asked for
     * @throws IllegalArgumentException for a type that is not AMD's
     */
    public static List<HostNeed> of(GuestType type) {
        String processor = PROCESSORS.get(type);
        if (processor == null) {
            throw new IllegalArgumentException("not a guest type of AMD's: " + type);
        }
        return List.of(
                KVM,
                new HostNeed(DeviceNode.SEV, "this takes " + processor + " in the firmware setup and the module ccp"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cloister.api.Problem;
import org.cloister.api.host.DeviceNode;
import org.cloister.supervisor.codes.SupervisorCodes;
import org.cloister.supervisor.linux.Supervision;

/** What a host needs to have for programs to be supervised, as far as it can be seen before one begins. */
final class SupervisionNeeds {
    private SupervisionNeeds() {}

    static void check() {
        Supervision.obstacle().ifPresent(reason -> {
            throw Problem.host(SupervisorCodes.SUPERVISOR_NATIVE, "calls to the kernel cannot be made")
                    .found(reason)
                    .exception();
        });
        Path kvm = Path.of(DeviceNode.KVM);
        if (!Files.exists(kvm)) {
            throw refused("there is no KVM, which runs the guests of programs")
                    .found("no " + kvm)
                    .remedy(
                            "load the module kvm_amd or kvm_intel, and enable virtualization in the firmware setup; in a"
                                    + " container, hand the device in")
                    .exception();
        }
        if (!Files.isReadable(kvm) || !Files.isWritable(kvm)) {
            throw refused("this user may not use KVM")
                    .found("no access to " + kvm)
                    .remedy("join the group that owns it, kvm as a rule, and log in anew")
                    .exception();
        }
    }

    private static Problem refused(String what) {
        return Problem.host(SupervisorCodes.SUPERVISOR_HOST, what);
    }
}

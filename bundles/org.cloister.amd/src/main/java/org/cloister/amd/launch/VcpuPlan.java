// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.launch;

import org.cloister.amd.firmware.FirmwareCodes;
import org.cloister.amd.firmware.OvmfImage;
import org.cloister.api.Problem;

/** What every type demands of the number of processors, and of the firmware when there is more than one. */
final class VcpuPlan {
    private VcpuPlan() {}

    static void checkCount(int vcpus) {
        if (vcpus < 1 || vcpus > SnpPlanner.MOST_VCPUS) {
            throw Problem.input(LaunchCodes.VCPU_COUNT, "a guest cannot have so many vCPUs")
                    .at("vcpus")
                    .found(vcpus)
                    .expected("1 to " + SnpPlanner.MOST_VCPUS)
                    .exception();
        }
    }

    /** Where processors other than the first begin, as the firmware says. */
    static long othersAt(OvmfImage firmware) {
        return firmware.resetAddress()
                .orElseThrow(() -> Problem.input(
                                FirmwareCodes.OVMF_RESET_MISSING, "the firmware does not say where further vCPUs begin")
                        .at(firmware.image().name() + ", SEV-ES reset block")
                        .found("no address")
                        .expected("an address other than 0")
                        .remedy("use one vCPU, or another firmware")
                        .exception());
    }
}

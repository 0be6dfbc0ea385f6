// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import org.cloister.amd.channel.SnpDebugging;
import org.cloister.amd.policy.SnpPolicyBit;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.Machine;

/** Debugs a guest whose policy allows it, where the platform hands the firmware's commands for it on. */
final class SnpDebug {
    private final SnpContext now;
    private final Machine machine;

    SnpDebug(SnpContext now, Machine machine) {
        this.now = now;
        this.machine = machine;
    }

    Bytes read(long gpa, int length) {
        return admitted(gpa, length).debugDecrypt(gpa, length);
    }

    void write(long gpa, Bytes plaintext) {
        admitted(gpa, plaintext.length()).debugEncrypt(gpa, plaintext);
    }

    /** The firmware would refuse it too; this says which bit it is. */
    private SnpDebugging admitted(long gpa, int length) {
        if (!SnpPolicyBit.DEBUG.in(now.policy().value())) {
            throw Problem.operation(ProblemCodes.DEBUG_POLICY, "the guest's policy forbids debugging")
                    .found("policy " + now.policy() + ", DEBUG clear")
                    .remedy("launch a guest that is to be debugged with --debug on")
                    .exception();
        }
        if (length <= 0 || machine.memory().regions().stream().noneMatch(region -> region.contains(gpa, length))) {
            throw Problem.input(ProblemCodes.MEMORY_OUTSIDE, "this is not a run of the guest's memory")
                    .at(Numbers.hex(gpa))
                    .found(length + " bytes")
                    .expected("bytes inside one of " + machine.memory().regions())
                    .exception();
        }
        return machine.adapt(SnpDebugging.class)
                .orElseThrow(() -> Problem.host(
                                ProblemCodes.CAPABILITY_MISSING,
                                "Linux has no call for SNP_DBG_DECRYPT and SNP_DBG_ENCRYPT, by which SEV-SNP guests are"
                                        + " debugged")
                        .at(machine.platform().vmm())
                        .remedy("debug inside the guest, or launch it on the software platform")
                        .exception());
    }
}

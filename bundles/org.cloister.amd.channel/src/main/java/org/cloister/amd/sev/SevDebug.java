// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import java.io.ByteArrayOutputStream;
import org.cloister.amd.channel.DebugDecrypt;
import org.cloister.amd.channel.DebugEncrypt;
import org.cloister.amd.channel.SevChannel;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.guest.Machine;

/** Looks into a guest whose policy allows it (SEV API, 55766, "DBG_DECRYPT", "DBG_ENCRYPT"). */
final class SevDebug {
    private final SevContext now;
    private final Machine machine;
    private final SevChannel channel;

    SevDebug(SevContext now, Machine machine) {
        this.now = now;
        this.machine = machine;
        this.channel = machine.channel(SevChannel.class);
    }

    Bytes read(long gpa, int length) {
        long address = admitted(gpa, length);
        ByteArrayOutputStream plaintext = new ByteArrayOutputStream(length);
        for (int done = 0; done < length; done += DebugDecrypt.MAX) {
            machine.limits().check();
            int piece = Math.min(DebugDecrypt.MAX, length - done);
            plaintext.writeBytes(
                    channel.execute(new DebugDecrypt(address + done, piece)).toArray());
        }
        return Bytes.of(plaintext.toByteArray());
    }

    void write(long gpa, Bytes plaintext) {
        long address = admitted(gpa, plaintext.length());
        for (int done = 0; done < plaintext.length(); done += DebugDecrypt.MAX) {
            machine.limits().check();
            int piece = Math.min(DebugDecrypt.MAX, plaintext.length() - done);
            channel.execute(new DebugEncrypt(plaintext.slice(done, piece), address + done));
        }
    }

    /** The firmware would refuse it too; this says which bit it is. */
    private long admitted(long gpa, int length) {
        if (!now.policy().allowsDebug()) {
            throw Problem.operation(ProblemCodes.DEBUG_POLICY, "the guest's policy forbids debugging")
                    .found("policy " + now.policy() + ", NODBG set")
                    .remedy("launch a guest that is to be debugged with --debug on")
                    .exception();
        }
        if (length <= 0 || machine.memory().regions().stream().noneMatch(region -> region.contains(gpa, length))) {
            throw Problem.input(SevCodes.DEBUG_RANGE, "this is not a run of the guest's memory")
                    .at(Numbers.hex(gpa))
                    .found(length + " bytes")
                    .expected("bytes inside one of " + machine.memory().regions())
                    .exception();
        }
        return SevLaunch.address(gpa, "debugged memory", machine);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import java.io.ByteArrayOutputStream;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.channel.SendUpdateVmsa;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/** Registers of SEV-ES guests on their way: packets that the firmware makes, and no Linux asks it for. */
final class SevVmsaPackets {
    private SevVmsaPackets() {}

    /** Refuses a platform that has no such command, before anything is sent. */
    static void require(SevChannel channel, String platform) {
        try {
            // Refused in this state wherever there is the command
            channel.execute(new SendUpdateVmsa(0));
        } catch (SevCommandException e) {
            if (e.errno() == Errno.EINVAL) {
                throw Problem.host(SevCodes.SEND_REGISTERS, "this platform cannot send registers of SEV-ES guests")
                        .at("platform " + platform)
                        .found("no SEND_UPDATE_VMSA: Linux has no such command")
                        .remedy("stop the guest here and launch it at the other platform")
                        .exception(e);
            }
        }
    }

    static Bytes joined(SendUpdateData.Packet packet) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(packet.header().content().toArray());
        both.writeBytes(packet.payload().content().toArray());
        return Bytes.wrap(both.toByteArray());
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.channel.SendUpdateVmsa;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.session.PacketHeader;
import org.cloister.api.Bytes;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Outcome;
import org.cloister.api.memory.GuestMemory;

/** The commands by which a guest leaves its platform (SEV API, 55766, "Guest migration"). */
final class SevSend {
    private static final int SESSION = 128;

    private final SevContext now;
    private final Machine machine;
    private final SevChannel channel;

    SevSend(SevContext now, Machine machine) {
        this.now = now;
        this.machine = machine;
        this.channel = machine.channel(SevChannel.class);
    }

    /** Refuses by policy, and where the platform lacks a command that the guest needs. */
    void require(SevReceiver receiver) {
        new SevSendPolicy(now.policy(), receiver).require(SevReceiver.of(machine));
        if (now.encryptedState()) {
            SevVmsaPackets.require(channel, machine.platform().vmm());
        }
    }

    Outcome<Bytes> start(SevReceiver receiver) {
        // Linux wants bytes for AMD's certificates even where no policy has the firmware look at them
        Bytes amd = receiver.authorities().length() == 0 ? receiver.chain() : receiver.authorities();
        SendStart.Session session = channel.execute(new SendStart(receiver.pdh(), receiver.chain(), amd, SESSION));
        SevStartPacket packet = new SevStartPacket(
                session.policy(),
                now.features(),
                now.profile() == Profile.LEGACY,
                SevReceiver.of(machine).pdh(),
                session.session().content());
        return new Outcome<>(now.in(SevContext.State.SEND_UPDATE), packet.packet());
    }

    /** One packet of the firmware's for each page: Linux takes no more at a time. */
    Bytes pages(long gpa, int size) {
        byte[] all = new byte[size / GuestMemory.PAGE * (PacketHeader.SIZE + GuestMemory.PAGE)];
        long address = SevLaunch.address(gpa, "guest memory", machine);
        int at = 0;
        for (long done = 0; done < size; done += GuestMemory.PAGE) {
            machine.limits().check();
            SendUpdateData.Packet packet = channel.execute(
                    new SendUpdateData(address + done, GuestMemory.PAGE, PacketHeader.SIZE, GuestMemory.PAGE));
            packet.header().content().copyTo(0, all, at, PacketHeader.SIZE);
            packet.payload().content().copyTo(0, all, at + PacketHeader.SIZE, GuestMemory.PAGE);
            at += PacketHeader.SIZE + GuestMemory.PAGE;
        }
        return Bytes.wrap(all);
    }

    Bytes vcpu(int index) {
        return now.encryptedState() ? SevVmsaPackets.joined(channel.execute(new SendUpdateVmsa(index))) : Bytes.EMPTY;
    }

    LaunchContext finish() {
        channel.execute(BareSevCommand.SEND_FINISH);
        return now.in(SevContext.State.SENT);
    }

    LaunchContext cancel() {
        channel.execute(BareSevCommand.SEND_CANCEL);
        return now.in(SevContext.State.RUNNING);
    }
}

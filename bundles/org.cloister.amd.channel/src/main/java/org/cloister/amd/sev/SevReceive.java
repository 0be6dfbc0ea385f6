// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import org.cloister.amd.channel.BareSevCommand;
import org.cloister.amd.channel.GuestHandle;
import org.cloister.amd.channel.ReceiveStart;
import org.cloister.amd.channel.ReceiveUpdateData;
import org.cloister.amd.channel.ReceiveUpdateVmsa;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.policy.Policy;
import org.cloister.amd.policy.PolicyLayout;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.session.PacketHeader;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.GuestMemory;

/** The commands by which a guest arrives (SEV API, 55766, "Guest migration"). */
final class SevReceive {
    private static final int PIECE = PacketHeader.SIZE + GuestMemory.PAGE;

    private final SevContext now;
    private final Machine machine;
    private final SevChannel channel;

    SevReceive(SevContext now, Machine machine) {
        this.now = now;
        this.machine = machine;
        this.channel = machine.channel(SevChannel.class);
    }

    /** The policy is the packet's: the firmware holds it against what the sender's firmware signed with the TIK. */
    static LaunchContext start(LaunchContext empty, boolean encryptedState, Bytes packet, Machine machine) {
        SevStartPacket sent = SevStartPacket.of(packet);
        Policy policy = new Policy(PolicyLayout.SEV, Integer.toUnsignedLong(sent.policy()));
        if (policy.has(SevPolicyBit.ES) != encryptedState) {
            throw wrong("policy " + policy, encryptedState ? "es=on" : "es=off");
        }
        SevLaunch.init(sent.profile(), sent.features(), policy, machine);
        GuestHandle guest = machine.channel(SevChannel.class)
                .execute(new ReceiveStart(0, sent.policy(), sent.pdh(), sent.session()));
        return SevContext.received(empty, policy, sent.profile(), sent.features(), guest.value());
    }

    void pages(long gpa, int size, Bytes packet) {
        int pages = size / GuestMemory.PAGE;
        if (packet.length() != (long) pages * PIECE) {
            throw wrong(packet.length() + " bytes for " + pages + " pages", pages + " times " + PIECE + " bytes");
        }
        long address = SevLaunch.address(gpa, "guest memory", machine);
        for (int page = 0; page < pages; page++) {
            machine.limits().check();
            Bytes one = packet.slice(page * PIECE, PIECE);
            channel.execute(new ReceiveUpdateData(
                    one.slice(0, PacketHeader.SIZE),
                    address + (long) page * GuestMemory.PAGE,
                    GuestMemory.PAGE,
                    one.slice(PacketHeader.SIZE, GuestMemory.PAGE)));
        }
        SevLaunch.nowPrivate(gpa, size, machine);
    }

    void vcpu(int index, Bytes packet) {
        if (!now.encryptedState() || packet.length() <= PacketHeader.SIZE) {
            throw wrong("a processor's packet of " + packet.length() + " bytes for policy " + now.policy(), "none");
        }
        channel.execute(new ReceiveUpdateVmsa(
                index,
                packet.slice(0, PacketHeader.SIZE),
                packet.slice(PacketHeader.SIZE, packet.length() - PacketHeader.SIZE)));
    }

    LaunchContext finish() {
        channel.execute(BareSevCommand.RECEIVE_FINISH);
        return now.in(SevContext.State.RUNNING);
    }

    private static RuntimeException wrong(String found, String expected) {
        return Problem.input(SevCodes.RECEIVE_PACKET, "a guest cannot be received from this packet")
                .found(found)
                .expected(expected)
                .remedy("send the guest again")
                .exception();
    }
}

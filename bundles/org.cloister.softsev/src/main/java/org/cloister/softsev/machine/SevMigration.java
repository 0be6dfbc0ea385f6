// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.Arrays;
import org.cloister.amd.channel.Blob;
import org.cloister.amd.channel.GuestHandle;
import org.cloister.amd.channel.ReceiveStart;
import org.cloister.amd.channel.ReceiveUpdateData;
import org.cloister.amd.channel.ReceiveUpdateVmsa;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.channel.SendUpdateVmsa;
import org.cloister.amd.channel.SevCommand.Done;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.session.PacketHeader;
import org.cloister.amd.session.SessionBlob;
import org.cloister.amd.session.TransportPacket;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Numbers;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.SevGuest;
import org.cloister.softsev.processor.SevTransfer;

/**
 * Sending and receiving of a guest, with what KVM asks before the firmware does (Linux, arch/x86/kvm/svm/sev.c,
 * sev_send_start to sev_receive_finish). Packets of VMSAs are the firmware's alone: no kernel has them.
 */
final class SevMigration {
    private final SevMachineState state;
    private final SoftVcpus vcpus;

    SevMigration(SevMachineState state, SoftVcpus vcpus) {
        this.state = state;
        this.vcpus = vcpus;
    }

    // The firmware looks at the length before it looks at the guest's state.
    SendStart.Session sendStart(SendStart command) {
        SevGuest guest = state.guest();
        return command.asksLength()
                ? new SendStart.Session(0, Blob.ofLength(SessionBlob.SIZE))
                : state.processor().platform().send(guest, command);
    }

    // KVM asks without the guest's range, and the firmware tells the header's length alone.
    SendUpdateData.Packet send(SendUpdateData command) {
        if (command.asksLength()) {
            state.guest();
            return new SendUpdateData.Packet(Blob.ofLength(PacketHeader.SIZE), Blob.ofLength(0));
        }
        requireOnePage(command.guestAddress(), command.guestLength());
        return packet(transfer()
                .send(
                        state.pages(),
                        command.guestAddress(),
                        command.guestLength(),
                        command.headerCapacity(),
                        command.payloadCapacity(),
                        state.processor().random()));
    }

    SendUpdateData.Packet send(SendUpdateVmsa command) {
        SevTransfer transfer = transfer();
        vcpus.requireThere(command.vcpu());
        return packet(transfer.sendVmsa(
                state.pages(), command.vcpu(), state.processor().random()));
    }

    Done sendFinish() {
        transfer().finishSending();
        return Done.DONE;
    }

    Done sendCancel() {
        transfer().cancelSending();
        return Done.DONE;
    }

    GuestHandle receiveStart(ReceiveStart command) {
        SevGuest started = state.processor().platform().receive(command);
        state.bind(started);
        return new GuestHandle(started.handle());
    }

    Done receive(ReceiveUpdateData command) {
        requireOnePage(command.guestAddress(), command.guestLength());
        transfer()
                .receive(
                        state.pages(),
                        command.guestAddress(),
                        command.guestLength(),
                        command.header(),
                        command.payload());
        return Done.DONE;
    }

    Done receive(ReceiveUpdateVmsa command) {
        SevTransfer transfer = transfer();
        vcpus.requireThere(command.vcpu());
        byte[] vmsa = transfer.receiveVmsa(command.header(), command.payload());
        try {
            VcpuState registers = decoded(command.vcpu(), vmsa);
            state.pages().sealVmsa(command.vcpu(), vmsa);
            vcpus.receive(registers);
            return Done.DONE;
        } finally {
            Arrays.fill(vmsa, (byte) 0);
        }
    }

    Done receiveFinish() {
        SevGuest guest = state.guest();
        vcpus.seal(states -> state.processor().sevGuests().finishReceiving(guest));
        state.pages().run();
        return Done.DONE;
    }

    private SevTransfer transfer() {
        return state.guest().transfer();
    }

    // Who runs this guest's processors takes their registers by name, so that each byte has to belong to one.
    private static VcpuState decoded(int vcpu, byte[] vmsa) {
        try {
            return Vmsa.decode(Bytes.of(vmsa), vcpu);
        } catch (CloisterException e) {
            throw Refusal.firmware(
                    FirmwareStatus.INVALID_PARAM,
                    "vCPU " + vcpu + ": " + e.problem().message());
        }
    }

    private static SendUpdateData.Packet packet(TransportPacket sealed) {
        return new SendUpdateData.Packet(Blob.of(sealed.header().raw()), Blob.of(sealed.payload()));
    }

    private void requireOnePage(long address, long length) {
        long within = Long.remainderUnsigned(address, GuestMemory.PAGE);
        boolean fits = address != 0 && length > 0 && length <= GuestMemory.PAGE - within;
        Refusal.unless(fits, Errno.EINVAL, () -> "guest_uaddr " + Numbers.hex(address) + ", " + length + " bytes");
        state.requireMapped("guest_uaddr", address, length);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import org.cloister.amd.channel.Blob;
import org.cloister.amd.channel.ReceiveUpdateData;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.channel.SendUpdateData;
import org.cloister.amd.session.PacketHeader;
import org.cloister.amd.session.SessionBlob;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Numbers;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.model.Refusal;

/**
 * Sending and receiving of guests, up to where the firmware would begin: what state or policy forbids is refused as the
 * firmware does it, and what would be allowed as unsupported.
 */
final class SevMigration {
    private final SevMachineState state;

    SevMigration(SevMachineState state) {
        this.state = state;
    }

    SendStart.Session sendStart(SendStart command) {
        if (command.asksLength()) {
            state.guest();
            return new SendStart.Session(0, Blob.ofLength(SessionBlob.SIZE));
        }
        boolean sized = command.capacity() == SessionBlob.SIZE;
        String needed = "session_len " + command.capacity() + ", " + SessionBlob.SIZE + " bytes are needed";
        state.guest();
        Refusal.unless(sized, FirmwareStatus.INVALID_LEN, needed);
        state.guest().requireSendable();
        throw unsupported("send");
    }

    SendUpdateData.Packet sendUpdate(SendUpdateData command) {
        if (command.asksLength()) {
            state.guest();
            return new SendUpdateData.Packet(Blob.ofLength(PacketHeader.SIZE), Blob.ofLength(0));
        }
        requireOnePage(command.guestAddress(), command.guestLength());
        state.guest();
        boolean sized = command.headerCapacity() >= PacketHeader.SIZE;
        Refusal.unless(sized, FirmwareStatus.INVALID_LEN, "hdr_len " + command.headerCapacity());
        throw state.guest().notInState();
    }

    RuntimeException receiveStart() {
        return unsupported("receive");
    }

    RuntimeException receiveUpdate(ReceiveUpdateData command) {
        requireOnePage(command.guestAddress(), command.guestLength());
        return state.guest().notInState();
    }

    /** SEND_FINISH, SEND_CANCEL, RECEIVE_FINISH: no guest is ever sent or received. */
    RuntimeException end() {
        return state.guest().notInState();
    }

    private void requireOnePage(long address, long length) {
        boolean within = length <= GuestMemory.PAGE && address % GuestMemory.PAGE + length <= GuestMemory.PAGE;
        Refusal.unless(within, Errno.EINVAL, "guest_uaddr " + Numbers.hex(address) + ", " + length + " bytes");
        state.requireMapped("guest_uaddr", address, length);
    }

    private static Refusal unsupported(String what) {
        return Refusal.firmware(
                FirmwareStatus.UNSUPPORTED, "the software platform does not " + what + " guests in this version");
    }
}

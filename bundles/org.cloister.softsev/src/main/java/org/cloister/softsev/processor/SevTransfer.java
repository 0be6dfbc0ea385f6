// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.cloister.amd.channel.SevGuestStatus.State;
import org.cloister.amd.cpu.Vmsa;
import org.cloister.amd.session.PacketEngine;
import org.cloister.amd.session.PacketHeader;
import org.cloister.amd.session.PacketKind;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.session.TransportPacket;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.memory.EncryptedPages;
import org.cloister.softsev.model.Refusal;

/**
 * A guest while it is sent or received: its memory and its processors' states as packets (AMD-ASPFW, sev_mcmd.c,
 * sev_mcmd_send_update, sev_mcmd_receive_update). Packets have neither address nor number: they are taken in any order,
 * repeatedly, and at whatever place the host names.
 *
 * <p>Checks come in the firmware's order; a call that refuses has changed nothing. Not for use by several threads.
 */
public final class SevTransfer implements AutoCloseable {
    private static final int BLOCK = 16;
    /** The firmware's buffer for one packet. */
    private static final int MOST = 0x5000;
    // Where the firmware keeps the checksum of a VMSA: its place belongs to the platform, and is zero here.
    private static final int CHECKSUM_AT = 0x380;
    private static final int CHECKSUM_END = 0x390;

    private final SevGuest guest;
    // Most packets are of a page; what was in it is wiped each time.
    private final byte[] page = new byte[GuestMemory.PAGE];
    private Optional<PacketEngine> packets = Optional.empty();

    SevTransfer(SevGuest guest) {
        this.guest = guest;
    }

    /**
     * Takes the keys of a session that begins.
     *
     * @param keys copied; the caller closes them
     */
    void begin(TransportKeys keys) {
        close();
        packets = Optional.of(PacketEngine.of(keys));
    }

    /**
     * SEND_UPDATE_DATA.
     *
     * @param address of mapped memory
     * @param headerRoom bytes that the header may have; 0 asks for its length
     * @param payloadRoom bytes that the ciphertext may have
     */
    public TransportPacket send(
            EncryptedPages memory, long address, long length, int headerRoom, int payloadRoom, SecureRandom random) {
        requireHeader(headerRoom);
        guest.require(State.SEND_UPDATE);
        guest.requireActive();
        boolean sized = blocks(length) && payloadRoom >= length;
        Refusal.unless(sized, FirmwareStatus.INVALID_LEN, () -> "guest_len " + length + ", trans_len " + payloadRoom);
        requireAligned(address);
        byte[] content = length == page.length ? page : new byte[(int) length];
        memory.decrypt(address, content);
        return seal(PacketKind.DATA, content, random);
    }

    /** SEND_UPDATE_VMSA of one processor. */
    public TransportPacket sendVmsa(EncryptedPages memory, int vcpu, SecureRandom random) {
        guest.require(State.SEND_UPDATE);
        requireEncryptedState();
        guest.requireActive();
        byte[] vmsa = memory.vmsa(vcpu)
                .orElseThrow(() ->
                        Refusal.firmware(FirmwareStatus.INVALID_PARAM, "vCPU " + vcpu + " has no VMSA of this guest"));
        return seal(PacketKind.VMSA, vmsa, random);
    }

    /** SEND_FINISH: the guest is another platform's; nothing of it may run here. */
    public void finishSending() {
        guest.require(State.SEND_UPDATE);
        close();
        guest.become(State.SENT);
    }

    /** SEND_CANCEL: the guest runs on. */
    public void cancelSending() {
        guest.require(State.SEND_UPDATE);
        close();
        guest.become(State.RUNNING);
    }

    /**
     * RECEIVE_UPDATE_DATA.
     *
     * @param address of mapped memory
     */
    public void receive(EncryptedPages memory, long address, long length, Bytes header, Bytes payload) {
        byte[] content = open(PacketKind.DATA, Optional.of(address), length, header, payload);
        try {
            memory.write(address, content);
            memory.own(address, content.length);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /**
     * RECEIVE_UPDATE_VMSA: what a packet holds, for {@link EncryptedPages#sealVmsa}.
     *
     * @return {@value Vmsa#SIZE} bytes, for the caller to wipe
     */
    public byte[] receiveVmsa(Bytes header, Bytes payload) {
        byte[] content = open(PacketKind.VMSA, Optional.empty(), payload.length(), header, payload);
        if (content.length < Vmsa.SIZE) {
            Arrays.fill(content, (byte) 0);
            throw Refusal.firmware(FirmwareStatus.INVALID_LEN, "guest_len " + content.length + ", not " + Vmsa.SIZE);
        }
        byte[] vmsa = Arrays.copyOf(content, Vmsa.SIZE);
        Arrays.fill(content, (byte) 0);
        Arrays.fill(vmsa, CHECKSUM_AT, CHECKSUM_END, (byte) 0);
        return vmsa;
    }

    /** RECEIVE_FINISH: the guest may run. */
    void finishReceiving() {
        guest.require(State.RECEIVE_UPDATE);
        close();
        guest.become(State.RUNNING);
    }

    /** Wipes the keys of the session, if there is one. */
    @Override
    public void close() {
        packets.ifPresent(PacketEngine::close);
        packets = Optional.empty();
    }

    private TransportPacket seal(PacketKind kind, byte[] content, SecureRandom random) {
        byte[] iv = new byte[BLOCK];
        random.nextBytes(iv);
        try {
            return packets.orElseThrow().seal(kind, Bytes.wrap(iv), content, Bytes.EMPTY);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private byte[] open(PacketKind kind, Optional<Long> address, long length, Bytes header, Bytes payload) {
        guest.require(State.RECEIVE_UPDATE);
        if (kind == PacketKind.VMSA) {
            requireEncryptedState();
        }
        guest.requireActive();
        boolean sized = blocks(length) && length == payload.length();
        Refusal.unless(
                sized, FirmwareStatus.INVALID_LEN, () -> "guest_len " + length + ", trans_len " + payload.length());
        requireHeader(header.length());
        address.ifPresent(SevTransfer::requireAligned);
        TransportPacket packet = new TransportPacket(new PacketHeader(header.slice(0, PacketHeader.SIZE)), payload);
        Refusal.unless(!packet.header().compressed(), FirmwareStatus.UNSUPPORTED, "hdr: compressed");
        PacketEngine engine = packets.orElseThrow();
        boolean authentic = engine.authentic(kind, packet, payload.length(), Bytes.EMPTY);
        Refusal.unless(authentic, FirmwareStatus.BAD_MEASUREMENT, "hdr: the packet's code is wrong");
        return engine.decrypt(packet);
    }

    private void requireEncryptedState() {
        Refusal.unless(guest.encryptedState(), FirmwareStatus.UNSUPPORTED, "the policy is not one of SEV-ES: no VMSAs");
    }

    private static void requireHeader(int length) {
        Refusal.unless(
                length >= PacketHeader.SIZE,
                FirmwareStatus.INVALID_LEN,
                () -> "hdr_len " + length + ", " + PacketHeader.SIZE + " bytes are needed");
    }

    private static boolean blocks(long length) {
        return length > 0 && length <= MOST && length % BLOCK == 0;
    }

    private static void requireAligned(long address) {
        Refusal.unless(
                address % BLOCK == 0, FirmwareStatus.INVALID_ADDRESS, () -> "guest_uaddr " + Numbers.hex(address));
    }
}

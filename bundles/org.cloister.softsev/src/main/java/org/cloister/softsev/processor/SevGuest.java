// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.channel.SevGuestStatus.State;
import org.cloister.amd.crypto.Crypto;
import org.cloister.amd.crypto.Hash;
import org.cloister.amd.measure.LaunchMeasurementMac;
import org.cloister.amd.policy.SevPolicyBit;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.session.PacketHeader;
import org.cloister.amd.session.SessionBlob;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.softsev.memory.EncryptedPages;
import org.cloister.softsev.model.Refusal;

/**
 * An SEV or SEV-ES guest as the firmware knows it: state, policy, digest, transport keys, memory key (SEV API, 55766,
 * "Guest Management", "Guest Launch"). Checks come in the order in which AMD's published firmware makes them. A call
 * that refuses has changed nothing. Not for use by several threads: commands of one machine are serial.
 */
public final class SevGuest implements AutoCloseable {
    /** Bytes of what LAUNCH_MEASURE answers: code and nonce. */
    public static final int MEASUREMENT = LaunchMeasurementMac.SIZE + LaunchMeasurementMac.NONCE;

    private static final int BLOCK = 16;
    /** The firmware's buffer, in which it decrypts a secret. */
    private static final int MOST_SECRET = 0x5000;

    /** The states in which ATTESTATION is legal (AMD-ASPFW, sev_mcmd_attestation). */
    private static final Set<State> MEASURED =
            EnumSet.of(State.LAUNCH_SECRET, State.RUNNING, State.SEND_UPDATE, State.SENT);

    private static final Bytes NOT_MEASURED = Bytes.wrap(new byte[Hash.SHA256.size()]);

    private final int handle;
    private final int policy;
    private final GuestSessionKeys session;
    private final SevTransfer transfer = new SevTransfer(this);
    private final MemoryKey memoryKey;
    private MessageDigest running = Crypto.platform().digest(Hash.SHA256);
    private State state = State.LAUNCH_UPDATE;
    private Bytes launchDigest = Bytes.EMPTY;
    private int asid;

    SevGuest(int handle, int policy, TransportKeys keys, MemoryKey memoryKey, FirmwareVersion firmware) {
        this.handle = handle;
        this.policy = policy;
        this.session = new GuestSessionKeys(keys, firmware);
        this.memoryKey = memoryKey;
    }

    /** RECEIVE_START: nothing of the guest is launched, and nothing measured. The firmware's digest is zeros then. */
    void receive(TransportKeys keys) {
        transfer.begin(keys);
        session.close();
        launchDigest = NOT_MEASURED;
        state = State.RECEIVE_UPDATE;
    }

    /** SEND_START, once the receiver was found fit. */
    void send(TransportKeys keys) {
        transfer.begin(keys);
        state = State.SEND_UPDATE;
    }

    /** Its number, 1 to 1024. */
    public int handle() {
        return handle;
    }

    /** Its policy, unsigned 32 bits. */
    public int policy() {
        return policy;
    }

    /** Its state. */
    public State state() {
        return state;
    }

    /** Whether its processors' state is encrypted (SEV-ES). */
    public boolean encryptedState() {
        return has(SevPolicyBit.ES);
    }

    /** The launch digest, 32 bytes; empty before it was measured, zeros of a guest that was received. */
    public Bytes launchDigest() {
        return launchDigest;
    }

    /**
     * LAUNCH_UPDATE_DATA.
     *
     * @param address of mapped memory
     */
    public void update(EncryptedPages memory, long address, long length) {
        requireLaunching();
        requireActive();
        Refusal.unless(address % BLOCK == 0, FirmwareStatus.INVALID_ADDRESS, "uaddr " + Numbers.hex(address));
        Refusal.unless(length > 0 && length % BLOCK == 0, FirmwareStatus.INVALID_LEN, "len " + length);
        memory.encrypt(address, length, running::update);
    }

    /**
     * LAUNCH_UPDATE_VMSA of one processor.
     *
     * @param vmsa 4096 bytes
     */
    public void updateVmsa(EncryptedPages memory, int vcpu, Bytes vmsa) {
        requireLaunching();
        Refusal.unless(encryptedState(), FirmwareStatus.UNSUPPORTED, "the policy is not one of SEV-ES");
        requireActive();
        running.update(vmsa.toArray());
        memory.sealVmsa(vcpu, vmsa.toArray());
    }

    /**
     * LAUNCH_MEASURE: ends the measured part.
     *
     * @param room bytes that the answer may have
     * @return {@value #MEASUREMENT} bytes
     */
    public Bytes measure(int room, SecureRandom random) {
        requireLaunching();
        requireRoom(room, MEASUREMENT);
        launchDigest = Bytes.of(running.digest());
        Bytes answer = session.measure(policy, launchDigest, random);
        state = State.LAUNCH_SECRET;
        return answer;
    }

    /**
     * LAUNCH_SECRET: puts a secret into the guest's memory.
     *
     * @param address of mapped memory
     */
    public void secret(EncryptedPages memory, long address, long length, Bytes header, Bytes payload) {
        Refusal.unless(address % BLOCK == 0, FirmwareStatus.INVALID_ADDRESS, "guest_uaddr " + Numbers.hex(address));
        Refusal.unless(header.length() == PacketHeader.SIZE, FirmwareStatus.INVALID_LEN, "hdr_len " + header.length());
        boolean sized = length > 0 && length % BLOCK == 0 && length <= MOST_SECRET && length == payload.length();
        Refusal.unless(sized, FirmwareStatus.INVALID_LEN, "guest_len " + length + ", trans_len " + payload.length());
        require(State.LAUNCH_SECRET);
        requireActive();
        byte[] content = session.secret(header, payload);
        try {
            memory.write(address, content);
            memory.own(address, content.length);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** LAUNCH_FINISH: the guest may run; the transport keys are gone. */
    public void finish() {
        require(State.LAUNCH_SECRET);
        session.close();
        state = State.RUNNING;
    }

    /** Checks that the guest's memory is being filled: LAUNCH_UPDATE_DATA, LAUNCH_UPDATE_VMSA, LAUNCH_MEASURE. */
    public void requireLaunching() {
        require(State.LAUNCH_UPDATE);
    }

    /** Checks that the guest was measured, so that there may be a report: ATTESTATION. */
    public void requireMeasured() {
        Refusal.unless(MEASURED.contains(state), FirmwareStatus.INVALID_GUEST_STATE, "guest state " + state);
    }

    void requireReport(int room, int size) {
        requireMeasured();
        requireRoom(room, size);
    }

    /** DBG_DECRYPT and DBG_ENCRYPT: checks that they are allowed. */
    public void requireDebugging() {
        Refusal.unless(!has(SevPolicyBit.NODBG), FirmwareStatus.POLICY_FAILURE, "policy: no debugging (NODBG)");
        requireActive();
    }

    /**
     * SEND_START: checks that the guest may be sent; the length of the session comes first.
     *
     * @param room bytes that the session may have; 0 asks for its length
     */
    void requireSendable(int room) {
        boolean sized = room == SessionBlob.SIZE;
        Refusal.unless(
                sized,
                FirmwareStatus.INVALID_LEN,
                "session_len " + room + ", " + SessionBlob.SIZE + " bytes are needed");
        require(State.RUNNING);
        Refusal.unless(
                !has(SevPolicyBit.NOSEND), FirmwareStatus.POLICY_FAILURE, "policy: the guest may not be sent (NOSEND)");
    }

    /** What is done while it is sent or received. */
    public SevTransfer transfer() {
        return transfer;
    }

    void require(State needed) {
        Refusal.unless(state == needed, FirmwareStatus.INVALID_GUEST_STATE, () -> "guest state " + state);
    }

    void become(State next) {
        state = next;
    }

    /** The identifier that it is bound to; empty when it is bound to none. */
    Optional<Integer> asid() {
        return Optional.of(asid).filter(bound -> bound != 0);
    }

    void bind(int to) {
        asid = to;
    }

    /** The key of its memory. */
    MemoryKey memoryKey() {
        return memoryKey;
    }

    boolean has(SevPolicyBit bit) {
        return bit.in(Integer.toUnsignedLong(policy));
    }

    /** Wipes its keys. */
    @Override
    public void close() {
        session.close();
        transfer.close();
        memoryKey.close();
        state = State.UNINIT;
    }

    void requireActive() {
        Refusal.unless(asid != 0, FirmwareStatus.INACTIVE, "the guest is bound to no ASID");
    }

    private static void requireRoom(int room, int size) {
        Refusal.unless(room >= size, FirmwareStatus.INVALID_LEN, "len " + room + ", " + size + " bytes are needed");
    }
}

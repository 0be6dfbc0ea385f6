// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import org.cloister.amd.setting.AmdType;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Outcome;

/** Sending and receiving of SEV and SEV-ES guests. Immutable. */
record SevGuestTransfer(GuestType type, ContextSchema schema) implements GuestTransfer {
    /** The platform's certificates, PDH to CEK, and the authorities of one in software. */
    @Override
    public Bytes receiver(Machine machine) {
        return SevReceiver.of(machine).identity();
    }

    /** The SHA-256 of the PDH certificate. */
    @Override
    public Bytes fingerprint(Bytes receiver) {
        return SevReceiver.of(receiver).fingerprint();
    }

    /**
     * Judges the policy's bits and its least API version.
     *
     * @throws org.cloister.api.CloisterException {@code send.policy}, {@code send.receiver}, {@code send.registers}
     */
    @Override
    public void requireSend(LaunchContext context, Bytes receiver, Machine machine) {
        new SevSend(new SevContext(context), machine).require(SevReceiver.of(receiver));
    }

    /** Makes the session with the receiver. */
    @Override
    public Outcome<Bytes> sendStart(LaunchContext context, Bytes receiver, Machine machine) {
        return new SevSend(new SevContext(context), machine).start(SevReceiver.of(receiver));
    }

    /** Encrypts pages for the receiver. */
    @Override
    public Outcome<Bytes> sendPages(LaunchContext context, long gpa, int size, Machine machine) {
        return new Outcome<>(context, new SevSend(new SevContext(context), machine).pages(gpa, size));
    }

    /** Encrypts a processor's VMSA for the receiver (SEV-ES). */
    @Override
    public Outcome<Bytes> sendVcpu(LaunchContext context, int index, Machine machine) {
        return new Outcome<>(context, new SevSend(new SevContext(context), machine).vcpu(index));
    }

    /** Ends the guest here. */
    @Override
    public LaunchContext sendFinish(LaunchContext context, Machine machine) {
        return new SevSend(new SevContext(context), machine).finish();
    }

    /** Gives sending up. */
    @Override
    public LaunchContext sendCancel(LaunchContext context, Machine machine) {
        return new SevSend(new SevContext(context), machine).cancel();
    }

    /**
     * Readies the machine as the sender's was, and takes the session.
     *
     * @throws org.cloister.api.CloisterException {@code receive.packet}, or the firmware's refusal
     */
    @Override
    public LaunchContext receiveStart(LaunchPlan plan, Bytes packet, Machine machine) {
        boolean encryptedState = AmdType.of(type).encryptsState();
        return SevReceive.start(LaunchContext.empty(type, schema), encryptedState, packet, machine);
    }

    /** Puts pages in. */
    @Override
    public LaunchContext receivePages(LaunchContext context, long gpa, int size, Bytes packet, Machine machine) {
        new SevReceive(new SevContext(context), machine).pages(gpa, size, packet);
        return context;
    }

    /** Makes a processor's VMSA (SEV-ES). */
    @Override
    public LaunchContext receiveVcpu(LaunchContext context, int index, Bytes packet, Machine machine) {
        new SevReceive(new SevContext(context), machine).vcpu(index, packet);
        return context;
    }

    /** The guest can run. */
    @Override
    public LaunchContext receiveFinish(LaunchContext context, Machine machine) {
        return new SevReceive(new SevContext(context), machine).finish();
    }
}

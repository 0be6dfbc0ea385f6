// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck;

import org.cloister.api.Bytes;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Outcome;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.seves.SevEsGuestSupport;

/** Sending and receiving of SEV-ES as Cloister brings it, for tests to break one method of. */
class AlteredTransfer implements GuestTransfer {
    private final GuestTransfer sound =
            new SevEsGuestSupport().capability(GuestTransfer.class).orElseThrow();

    @Override
    public void requirePlatform(PlatformFacts platform) {
        sound.requirePlatform(platform);
    }

    @Override
    public Bytes receiver(Machine machine) {
        return sound.receiver(machine);
    }

    @Override
    public Bytes fingerprint(Bytes receiver) {
        return sound.fingerprint(receiver);
    }

    @Override
    public void requireSend(LaunchContext context, Bytes receiver, Machine machine) {
        sound.requireSend(context, receiver, machine);
    }

    @Override
    public Outcome<Bytes> sendStart(LaunchContext context, Bytes receiver, Machine machine) {
        return sound.sendStart(context, receiver, machine);
    }

    @Override
    public Outcome<Bytes> sendPages(LaunchContext context, long gpa, int size, Machine machine) {
        return sound.sendPages(context, gpa, size, machine);
    }

    @Override
    public Outcome<Bytes> sendVcpu(LaunchContext context, int index, Machine machine) {
        return sound.sendVcpu(context, index, machine);
    }

    @Override
    public LaunchContext sendFinish(LaunchContext context, Machine machine) {
        return sound.sendFinish(context, machine);
    }

    @Override
    public LaunchContext sendCancel(LaunchContext context, Machine machine) {
        return sound.sendCancel(context, machine);
    }

    @Override
    public LaunchContext receiveStart(LaunchPlan plan, Bytes packet, Machine machine) {
        return sound.receiveStart(plan, packet, machine);
    }

    @Override
    public LaunchContext receivePages(LaunchContext context, long gpa, int size, Bytes packet, Machine machine) {
        return sound.receivePages(context, gpa, size, packet, machine);
    }

    @Override
    public LaunchContext receiveVcpu(LaunchContext context, int index, Bytes packet, Machine machine) {
        return sound.receiveVcpu(context, index, packet, machine);
    }

    @Override
    public LaunchContext receiveFinish(LaunchContext context, Machine machine) {
        return sound.receiveFinish(context, machine);
    }
}

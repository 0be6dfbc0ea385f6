// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Outcome;
import org.cloister.api.platform.PlatformFacts;

/**
 * Why SEV-SNP guests stay where they are: their firmware hands a guest over to its migration agent alone (SEV-SNP
 * firmware ABI, 56860, "Guest Migration"), and KVM refuses policies with one (bit 18).
 */
final class SnpTransfer implements GuestTransfer {
    private static CloisterException refused() {
        return Problem.host(SnpCodes.SEND_SNP, "SEV-SNP guests can neither be sent nor saved")
                .found("no migration agent: no Linux has one, and the firmware gives a guest to nobody else")
                .remedy("stop the guest and launch it at the other platform")
                .exception();
    }

    @Override
    public void requirePlatform(PlatformFacts platform) {
        throw refused();
    }

    @Override
    public Bytes receiver(Machine machine) {
        throw refused();
    }

    @Override
    public Bytes fingerprint(Bytes receiver) {
        throw refused();
    }

    @Override
    public void requireSend(LaunchContext context, Bytes receiver, Machine machine) {
        throw refused();
    }

    @Override
    public Outcome<Bytes> sendStart(LaunchContext context, Bytes receiver, Machine machine) {
        throw refused();
    }

    @Override
    public Outcome<Bytes> sendPages(LaunchContext context, long gpa, int size, Machine machine) {
        throw refused();
    }

    @Override
    public Outcome<Bytes> sendVcpu(LaunchContext context, int index, Machine machine) {
        throw refused();
    }

    @Override
    public LaunchContext sendFinish(LaunchContext context, Machine machine) {
        throw refused();
    }

    @Override
    public LaunchContext sendCancel(LaunchContext context, Machine machine) {
        throw refused();
    }

    @Override
    public LaunchContext receiveStart(LaunchPlan plan, Bytes packet, Machine machine) {
        throw refused();
    }

    @Override
    public LaunchContext receivePages(LaunchContext context, long gpa, int size, Bytes packet, Machine machine) {
        throw refused();
    }

    @Override
    public LaunchContext receiveVcpu(LaunchContext context, int index, Bytes packet, Machine machine) {
        throw refused();
    }

    @Override
    public LaunchContext receiveFinish(LaunchContext context, Machine machine) {
        throw refused();
    }
}

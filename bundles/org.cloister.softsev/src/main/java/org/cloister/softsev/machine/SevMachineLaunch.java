// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.List;
import org.cloister.amd.channel.Blob;
import org.cloister.amd.channel.GetAttestationReport;
import org.cloister.amd.channel.GuestHandle;
import org.cloister.amd.channel.LaunchMeasure;
import org.cloister.amd.channel.LaunchSecret;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.channel.LaunchUpdateData;
import org.cloister.amd.channel.SevCommand.Done;
import org.cloister.amd.channel.SevGuestStatus;
import org.cloister.amd.report.SevReport;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.cloister.softsev.processor.SevGuest;

/** A launch from LAUNCH_START to LAUNCH_FINISH, with what can be asked of the guest (Linux, arch/x86/kvm/svm/sev.c). */
final class SevMachineLaunch {
    private final SevMachineState state;
    private final SoftVcpus vcpus;

    SevMachineLaunch(SevMachineState state, SoftVcpus vcpus) {
        this.state = state;
        this.vcpus = vcpus;
    }

    GuestHandle start(LaunchStart command) {
        SevGuest started = state.processor().platform().launch(command);
        state.bind(started);
        return new GuestHandle(started.handle());
    }

    Done update(LaunchUpdateData command) {
        state.requireMapped("uaddr", command.address(), command.length());
        state.guest().update(state.pages(), command.address(), command.length());
        return Done.DONE;
    }

    Done updateVmsa() {
        vcpus.seal(this::updateVmsas);
        return Done.DONE;
    }

    private void updateVmsas(List<VcpuState> states) {
        List<Bytes> vmsas = KvmVmsa.ofEncryptedState(states, state.vmsaFeatures(), state.oldInit());
        SevGuest guest = state.guest();
        for (int vcpu = 0; vcpu < vmsas.size(); vcpu++) {
            guest.updateVmsa(state.pages(), vcpu, vmsas.get(vcpu));
        }
    }

    Blob measure(LaunchMeasure command) {
        SevGuest guest = state.guest();
        if (command.asksLength()) {
            guest.requireLaunching();
            return Blob.ofLength(SevGuest.MEASUREMENT);
        }
        return Blob.of(guest.measure(command.capacity(), state.processor().random()));
    }

    Done secret(LaunchSecret command) {
        state.requireMapped("guest_uaddr", command.guestAddress(), command.guestLength());
        state.guest()
                .secret(
                        state.pages(),
                        command.guestAddress(),
                        command.guestLength(),
                        command.header(),
                        command.payload());
        return Done.DONE;
    }

    Done finish() {
        SevGuest guest = state.guest();
        vcpus.seal(states -> state.processor().sevGuests().finish(guest));
        state.pages().run();
        return Done.DONE;
    }

    SevGuestStatus status() {
        SevGuest guest = state.guest();
        return new SevGuestStatus(guest.handle(), guest.policy(), guest.state().ordinal());
    }

    Blob report(GetAttestationReport command) {
        SevGuest guest = state.guest();
        if (command.asksLength()) {
            guest.requireMeasured();
            return Blob.ofLength(SevReport.SIZE);
        }
        return Blob.of(state.processor().platform().report(guest, command.nonce(), command.capacity()));
    }
}

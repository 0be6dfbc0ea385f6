// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.util.List;
import org.cloister.amd.channel.SevCommand.Done;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.channel.SnpLaunchUpdate;
import org.cloister.amd.cpu.VmsaFeature;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.softsev.memory.PageSources;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.processor.GuestContext;

/**
 * The launch of an SEV-SNP guest, with the checks that Linux makes before it asks the firmware (Linux,
 * arch/x86/kvm/svm/sev.c).
 */
final class SnpLaunch {
    private static final long POLICY_ONE = 1L << 17;
    private static final int MAX_GHCB_VERSION = 2;

    private final SnpState state;
    private final SoftVcpus vcpus;
    private long sevFeatures;

    SnpLaunch(SnpState state, SoftVcpus vcpus) {
        this.state = state;
        this.vcpus = vcpus;
    }

    Done init(SevInit2 command) {
        Refusal.unless(command.flags() == 0, Errno.EINVAL, "flags " + command.flags());
        long unknown = command.vmsaFeatures() & ~state.processor().settings().vmsaFeatures();
        Refusal.unless(unknown == 0, Errno.EINVAL, "vmsa_features, unsupported: " + Numbers.hex(unknown));
        int ghcb = command.ghcbVersion();
        Refusal.unless(ghcb >= 0 && ghcb <= MAX_GHCB_VERSION, Errno.EINVAL, "ghcb_version " + ghcb);
        state.initialise();
        sevFeatures = command.vmsaFeatures() | VmsaFeature.SNP_ACTIVE.mask();
        return Done.DONE;
    }

    Done start(SnpLaunchStart command) {
        Refusal.unless(state.known().isEmpty(), Errno.EINVAL, "the launch was started already");
        Refusal.unless(command.flags() == 0, Errno.EINVAL, "flags " + command.flags());
        long unknown = command.policy() & ~state.processor().settings().snpPolicyBits();
        Refusal.unless(unknown == 0, Errno.EINVAL, "policy, unsupported bits: " + Numbers.hex(unknown));
        Refusal.unless((command.policy() & POLICY_ONE) != 0, Errno.EINVAL, "policy: bit 17 is clear");
        state.bind(started(command));
        return Done.DONE;
    }

    private GuestContext started(SnpLaunchStart command) {
        GuestContext created = state.processor().snpGuests().create();
        try {
            created.start(command.policy(), command.gosvw());
            return created;
        } catch (Refusal e) {
            state.processor().snpGuests().decommission(created);
            throw e;
        }
    }

    SnpLaunchUpdate.Rest update(SnpLaunchUpdate command, PageSources caller) {
        return new LaunchUpdate(state, caller).of(command);
    }

    /** SNP_ENABLE_REQ_CERTS: extended requests are the monitor's to answer (Linux, snp_enable_certs). */
    Done requestCertificates() {
        boolean known = state.processor().settings().host().kernel().certificateRequests();
        Refusal.unless(known, Errno.EINVAL, "the kernel knows no such command");
        Refusal.unless(state.initialised(), Errno.EINVAL, "the machine is not initialised for SEV-SNP");
        Refusal.unless(vcpus.count() == 0, Errno.EINVAL, "the machine has vCPUs already: " + vcpus.count());
        state.enableCertificates();
        return Done.DONE;
    }

    Done finish(SnpLaunchFinish command) {
        seal(command);
        state.guest().finish(command);
        state.pages().run();
        return Done.DONE;
    }

    /** What SNP_LAUNCH_FINISH does before it reads the ID block (Linux, snp_launch_finish). */
    void seal(SnpLaunchFinish command) {
        GuestContext guest = state.guest();
        Refusal.unless(command.flags() == 0, Errno.EINVAL, "flags " + command.flags());
        vcpus.seal(states -> measure(guest, KvmVmsa.of(states, sevFeatures)));
    }

    // Linux, snp_launch_update_vmsa: comes before the finish, and stays when that is refused.
    private void measure(GuestContext guest, List<Bytes> vmsas) {
        guest.updateVmsas(vmsas);
        for (int vcpu = 0; vcpu < vmsas.size(); vcpu++) {
            state.pages().assignVmsa(vcpu, vmsas.get(vcpu).toArray());
        }
    }
}

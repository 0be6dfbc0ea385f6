// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.sev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Optional;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.launch.SevDigest;
import org.cloister.api.Bytes;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.HostAttestation;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.testing.Lent;
import org.cloister.sev.SevGuestSupport;
import org.cloister.seves.SevEsGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.model.PlatformSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEV and SEV-ES over encoded bytes: what the kernel would be given, the secure processor in software gets. */
class EncodedSevLaunchTest {
    private static final Bytes NONCE = Bytes.ofHex("000102030405060708090a0b0c0d0e0f");

    private final EncodedPlatform platform = new EncodedPlatform(new SoftSev(PlatformSettings.DEFAULT));

    @BeforeEach
    void linux() {
        assumeTrue(Descriptor.obstacle().isEmpty(), () -> Descriptor.obstacle().get());
    }

    @ParameterizedTest
    @CsvSource({"sev,init2,1", "sev,legacy,4", "sev-es,init2,1", "sev-es,init2,4", "sev-es,legacy,4"})
    void theReportHasTheDigestOfThePlan(String type, String profile, int vcpus) {
        ConfidentialGuestSupport support = type.equals("sev") ? new SevGuestSupport() : new SevEsGuestSupport();
        GuestRequest request = new GuestRequest(
                SampleFirmware.image(),
                Optional.empty(),
                vcpus,
                "EPYC-v4",
                64 << 20,
                Map.of("profile", profile, "debug", "on"));
        LaunchPlan plan = support.plan(request);
        MachineSpec spec = new MachineSpec(plan.type(), plan.profile(), plan.memory(), vcpus);
        try (VirtualMachine vm = platform.create(spec)) {
            plan.vcpus().forEach(vm::setVcpu);
            Machine machine = new Lent(platform.facts(), vm);
            LaunchContext running = launch(support, request, plan, machine);
            assertThat(support.status(running, machine).ready()).isTrue();
            Bytes report =
                    support.capability(HostAttestation.class).orElseThrow().report(running, NONCE, machine);
            assertThat(report.slice(0, 16)).isEqualTo(NONCE);
            assertThat(report.slice(16, 32)).isEqualTo(SevDigest.of(plan));
            InitialRange firmware = plan.ranges().get(0);
            Bytes seen =
                    support.capability(DebugAccess.class).orElseThrow().debugRead(running, firmware.gpa(), 64, machine);
            assertThat(seen).isEqualTo(firmware.content().orElseThrow().slice(0, 64));
        }
    }

    static LaunchContext launch(
            ConfidentialGuestSupport support, GuestRequest request, LaunchPlan plan, Machine machine) {
        LaunchContext context = support.start(support.init(request, plan, machine), machine);
        for (InitialRange range : plan.ranges()) {
            context = support.update(context, range, machine);
        }
        return support.finish(support.measure(context, machine).context(), machine);
    }
}

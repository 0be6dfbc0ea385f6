// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.GuestType;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.platform.MachineSpec;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.api.platform.VcpuState;
import org.cloister.kvm.testing.Lent;
import org.cloister.sev.SevGuestSupport;
import org.cloister.seves.SevEsGuestSupport;
import org.cloister.snp.SnpGuestSupport;
import org.cloister.softsev.SoftSev;
import org.cloister.softsev.machine.SoftMachine;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.processor.SoftProcessor;

/** Machines of the software platform in which a guest was launched for real. */
final class LaunchedMachine {
    private LaunchedMachine() {}

    /** A guest with one processor and 64 MiB; its machine is the caller's to close. */
    static SoftMachine of(String type, Image firmware, ProcessorRunner runner) {
        return of(type, firmware, UnaryOperator.identity(), runner);
    }

    /**
     * The same with other registers.
     *
     * @param begins what processors begin with, from what the type plans
     */
    static SoftMachine of(String type, Image firmware, UnaryOperator<VcpuState> begins, ProcessorRunner runner) {
        ConfidentialGuestSupport support = support(type);
        GuestRequest request = new GuestRequest(firmware, Optional.empty(), 1, "EPYC-v4", 64 << 20, Map.of());
        LaunchPlan plan = support.plan(request);
        SoftMachine machine = new SoftMachine(
                new MachineSpec(plan.type(), plan.memory(), 1),
                new SoftProcessor(PlatformSettings.DEFAULT),
                () -> Optional.of(runner));
        plan.vcpus().forEach(vcpu -> machine.setVcpu(begins.apply(vcpu)));
        Machine lent = new Lent(new SoftSev(PlatformSettings.DEFAULT).facts(), machine);
        LaunchContext context = support.start(support.init(request, plan, lent), lent);
        for (InitialRange range : plan.ranges()) {
            context = support.update(context, range, lent);
        }
        if (support.measuresBeforeFinish()) {
            context = support.measure(context, lent).context();
        }
        support.finish(context, lent);
        return machine;
    }

    private static ConfidentialGuestSupport support(String type) {
        return switch (AmdType.find(new GuestType(type)).orElseThrow()) {
            case SEV -> new SevGuestSupport();
            case SEV_ES -> new SevEsGuestSupport();
            case SEV_SNP -> new SnpGuestSupport();
        };
    }
}

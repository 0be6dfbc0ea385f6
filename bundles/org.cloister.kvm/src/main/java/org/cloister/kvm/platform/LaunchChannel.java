// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.List;
import java.util.Set;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommand;
import org.cloister.kvm.vm.KvmCpuidEntry;
import org.cloister.kvm.vm.KvmVm;

/**
 * The commands of one machine, with what has to happen around some of them: vCPUs are made right after the
 * initialisation, and get their registers right before the command by which the kernel measures them.
 */
final class LaunchChannel implements SevChannel {
    private static final Set<String> INITIALISES = Set.of("INIT", "ES_INIT", "INIT2");
    private static final Set<String> MEASURES_VCPUS = Set.of("LAUNCH_UPDATE_VMSA", "SNP_LAUNCH_FINISH");
    private static final Set<String> FINISHES = Set.of("LAUNCH_FINISH", "SNP_LAUNCH_FINISH");

    private final SevChannel kernel;
    private final KvmVm vm;
    private final KvmVcpus vcpus;
    private final List<KvmCpuidEntry> cpuid;

    LaunchChannel(SevChannel kernel, KvmVm vm, KvmVcpus vcpus, List<KvmCpuidEntry> cpuid) {
        this.kernel = kernel;
        this.vm = vm;
        this.vcpus = vcpus;
        this.cpuid = cpuid;
    }

    @Override
    public synchronized <A> A execute(SevCommand<A> command) {
        if (MEASURES_VCPUS.contains(command.name())) {
            vcpus.apply();
        }
        A answer = kernel.execute(command);
        if (INITIALISES.contains(command.name())) {
            vcpus.make(vm, cpuid);
        }
        if (FINISHES.contains(command.name())) {
            vcpus.seal();
        }
        return answer;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.List;
import org.cloister.amd.channel.CommandEffect;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevCommand;
import org.cloister.kvm.vm.KvmCpuidEntry;
import org.cloister.kvm.vm.KvmVm;

/**
 * The commands of one machine, with what has to happen around some of them: vCPUs are made right after the
 * initialisation, and get their registers right before the command by which the kernel measures them.
 */
final class LaunchChannel implements SevChannel {
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
        if (command.effects().contains(CommandEffect.MEASURES_VCPUS)) {
            vcpus.apply();
        }
        A answer = kernel.execute(command);
        if (command.effects().contains(CommandEffect.INITIALISES)) {
            vcpus.make(vm, cpuid);
        }
        if (command.effects().contains(CommandEffect.FINISHES)) {
            vcpus.seal();
        }
        return answer;
    }
}

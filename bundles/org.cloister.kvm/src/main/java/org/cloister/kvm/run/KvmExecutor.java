// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.io.OutputStream;
import org.cloister.amd.kvm.VmType;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.kvm.vm.KvmSystem;
import org.cloister.kvm.vm.KvmVcpu;
import org.cloister.kvm.vm.KvmVm;
import org.cloister.kvm.vm.state.VmsaState;

/**
 * Runs the first processor of a machine whose memory another platform keeps, in a plain machine of the kernel's that is
 * there for one run. Other processors wait for an interrupt that nothing sends, as there is no interrupt controller.
 */
final class KvmExecutor implements Executor {
    private final VirtualMachine machine;

    KvmExecutor(VirtualMachine machine) {
        this.machine = machine;
    }

    @Override
    public End run(OutputStream console, Limits limits) {
        try (KvmSystem kvm = KvmSystem.open();
                GuestCopy copy = new GuestCopy(machine.memory().guestView());
                KvmVm vm = kvm.createVm(VmType.DEFAULT)) {
            machine.spec().memory().forEach(copy::add);
            copy.into(vm);
            KvmVcpu vcpu = vm.createVcpu(0);
            vcpu.state().setCpuid(kvm.supportedCpuid());
            VmsaState.apply(machine.vcpu(0), vcpu.state());
            End end = new RunLoop(vcpu, console).run(limits);
            copy.writeBack(vm);
            return end;
        } catch (CloisterException e) {
            return new End(Reason.FAILED, e.problem().message());
        }
    }
}

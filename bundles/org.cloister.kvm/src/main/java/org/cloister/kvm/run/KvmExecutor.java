// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.io.OutputStream;
import org.cloister.amd.kvm.VmType;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.kvm.vm.KvmSystem;
import org.cloister.kvm.vm.KvmVcpu;
import org.cloister.kvm.vm.KvmVm;
import org.cloister.kvm.vm.state.VmsaState;

/**
 * Runs the first processor of a machine whose memory another platform keeps, in a plain machine of the kernel's that is
 * there for one run; the next one goes on where it left off. Other processors wait for an interrupt that nothing sends,
 * as there is no interrupt controller. Its serial port and its time stamp counter are reset by that.
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
            VcpuState before = machine.vcpu(0);
            VmsaState.apply(before, vcpu.state());
            End end = new RunLoop(vcpu, console).run(limits);
            copy.writeBack(vm);
            if (end.reason() == Reason.STOPPED || end.reason() == Reason.HALTED) {
                VcpuState after = VmsaState.after(before, vcpu.state());
                machine.setVcpu(end.reason() == Reason.HALTED ? halting(after) : after);
            }
            return end;
        } catch (CloisterException e) {
            return new End(Reason.FAILED, e.problem().message());
        }
    }

    @Override
    public boolean resumes() {
        return true;
    }

    /**
     * KVM reports HLT when it is behind the instruction (AMD APM volume 3, "HLT": one byte), and registers do not say
     * that a processor waits. So it halts again when it goes on: nothing here would have woken it.
     */
    private static VcpuState halting(VcpuState behind) {
        return behind.with("rip", behind.get("rip") - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.amd.kvm.VmType;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.kvm.vm.KvmCpuidEntry;
import org.cloister.kvm.vm.KvmSystem;
import org.cloister.kvm.vm.KvmVcpu;
import org.cloister.kvm.vm.KvmVm;
import org.cloister.kvm.vm.state.VmsaState;

/**
 * Runs the first processor of a machine whose memory another platform keeps, in a plain machine of the kernel's that is
 * there for one run; the next one goes on where it left off. Other processors wait for an interrupt that nothing sends,
 * as there is no interrupt controller. Its serial port is reset by that.
 */
final class KvmExecutor implements Executor {
    private final VirtualMachine machine;

    KvmExecutor(VirtualMachine machine) {
        this.machine = machine;
    }

    @Override
    public End run(OutputStream console, Limits limits) {
        PortDevices devices = new PortDevices(console);
        try (KvmSystem kvm = KvmSystem.open()) {
            Optional<End> end = Optional.empty();
            while (end.isEmpty()) {
                end = runOn(kvm, devices, limits);
            }
            return end.get();
        } catch (CloisterException e) {
            return new End(Reason.FAILED, e.problem().message());
        }
    }

    /** Runs until the end, or, with an empty answer, until page tables count: the guest is copied again then. */
    private Optional<End> runOn(KvmSystem kvm, PortDevices devices, Limits limits) {
        try (GuestCopy copy = new GuestCopy(machine.memory().guestView());
                KvmVm vm = kvm.createVm(VmType.DEFAULT)) {
            machine.spec().memory().forEach(copy::add);
            copy.into(vm);
            PagingWatch.prepare(vm);
            KvmVcpu vcpu = vm.createVcpu(0);
            vcpu.state().setCpuid(withoutEncryption(kvm.supportedCpuid()));
            VcpuState before = machine.vcpu(0);
            VmsaState.apply(TimeStampCounter.without(before), vcpu.state());
            TimeStampCounter.set(before, vcpu.state());
            Optional<End> end = new RunLoop(vcpu, devices).run(limits);
            copy.writeBack(vm);
            Reason reason = end.map(End::reason).orElse(Reason.STOPPED);
            if (reason == Reason.STOPPED || reason == Reason.HALTED) {
                VcpuState after = TimeStampCounter.keep(VmsaState.after(before, vcpu.state()), vcpu.state());
                machine.setVcpu(reason == Reason.HALTED ? halting(after) : after);
            }
            return end;
        }
    }

    /** The guest runs on plain memory, so it has no C-bit to set, whatever the host's processor can do. */
    private static List<KvmCpuidEntry> withoutEncryption(List<KvmCpuidEntry> leaves) {
        return leaves.stream()
                .filter(leaf -> leaf.function() != CpuidLeaf.ENCRYPTED_MEMORY)
                .toList();
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

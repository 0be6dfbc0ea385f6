// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.BiFunction;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.status.Errno;
import org.cloister.softsev.client.ClientMachine;
import org.cloister.supervisor.linux.HeldFile;
import org.cloister.supervisor.linux.OpenFile;
import org.cloister.supervisor.linux.TrappedCall;
import org.cloister.supervisor.trap.CallOutcome;
import org.cloister.supervisor.trap.ProcessTable;

/** Requests to a machine about its processors, its pinned memory, and the contexts of other machines. */
final class MachineRequests {
    private static final int REGION_SIZE = 16;
    private static final int CAPABILITY_SIZE = 16;

    private final VmTable vms;

    MachineRequests(VmTable vms) {
        this.vms = vms;
    }

    private Optional<SupervisedVm> machine(TrappedCall call, int process) {
        return vms.asked(process, new OpenFile(process, (int) call.first()));
    }

    private Optional<SupervisedVm> machine(TrappedCall call) {
        return machine(call, ProcessTable.processOf(call.thread()));
    }

    /** KVM_CREATE_VCPU: in the kernel too. */
    CallOutcome createVcpu(TrappedCall call) {
        int process = ProcessTable.processOf(call.thread());
        Optional<SupervisedVm> vm = machine(call, process);
        if (vm.isEmpty()) {
            return CallOutcome.PROCEED;
        }
        int id = (int) call.third();
        int errno = vm.get().machine().createVcpu(id);
        if (errno != 0) {
            return new CallOutcome.Failure(errno);
        }
        return new CallOutcome.Watched(call.third(), descriptor -> {
            if (descriptor >= 0) {
                HeldFile.of(new OpenFile(process, (int) descriptor))
                        .ifPresent(file -> vm.get().add(new SupervisedVcpu(id, file, new RegisterTrace())));
            }
        });
    }

    /** KVM_MEMORY_ENCRYPT_REG_REGION. */
    CallOutcome register(TrappedCall call) {
        return region(call, (machine, region) -> machine.registerRegion(region.getLong(0), region.getLong(8)));
    }

    /** KVM_MEMORY_ENCRYPT_UNREG_REGION. */
    CallOutcome unregister(TrappedCall call) {
        return region(call, (machine, region) -> machine.unregisterRegion(region.getLong(0), region.getLong(8)));
    }

    private CallOutcome region(TrappedCall call, BiFunction<ClientMachine, ByteBuffer, Integer> request) {
        Optional<SupervisedVm> vm = machine(call);
        if (vm.isEmpty()) {
            return CallOutcome.PROCEED;
        }
        return struct(call, REGION_SIZE)
                .map(region -> CallOutcome.of(request.apply(vm.get().machine(), region)))
                .orElse(new CallOutcome.Failure(Errno.EFAULT));
    }

    /** KVM_ENABLE_CAP: contexts are copied and moved between machines of the processor, everything else is KVM's. */
    CallOutcome enable(TrappedCall call) {
        int process = ProcessTable.processOf(call.thread());
        Optional<SupervisedVm> vm = machine(call, process);
        Optional<ByteBuffer> struct = vm.flatMap(any -> struct(call, CAPABILITY_SIZE));
        int capability = struct.map(one -> one.getInt(0)).orElse(0);
        boolean copy = capability == KvmCapability.VM_COPY_ENC_CONTEXT_FROM.number();
        if (!copy && capability != KvmCapability.VM_MOVE_ENC_CONTEXT_FROM.number()) {
            return CallOutcome.PROCEED;
        }
        ClientMachine machine = vm.get().machine();
        int source = (int) struct.get().getLong(8);
        CallOutcome answer = vms.find(process, new OpenFile(process, source))
                .map(other -> CallOutcome.of(
                        copy ? machine.copyContextFrom(other.machine()) : machine.moveContextFrom(other.machine())))
                .orElse(new CallOutcome.Failure(Errno.EBADF));
        if (answer == CallOutcome.DONE) {
            vm.get().initialised();
        }
        return answer;
    }

    private static Optional<ByteBuffer> struct(TrappedCall call, int size) {
        return call.memory()
                .read(call.third(), size)
                .map(bytes -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }
}

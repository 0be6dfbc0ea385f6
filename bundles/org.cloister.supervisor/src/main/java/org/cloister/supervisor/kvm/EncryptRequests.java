// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.channel.SevEnvelope;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.status.Errno;
import org.cloister.api.Bytes;
import org.cloister.supervisor.device.SevNode;
import org.cloister.supervisor.linux.OpenFile;
import org.cloister.supervisor.linux.TrappedCall;
import org.cloister.supervisor.trap.CallOutcome;
import org.cloister.supervisor.trap.CommandTap;
import org.cloister.supervisor.trap.ProcessTable;

/** KVM_MEMORY_ENCRYPT_OP: commands to the guest's secure processor. */
final class EncryptRequests {
    private static final Set<Integer> INITS = Set.of(0, 1, 22);
    private static final Set<Integer> STARTS = Set.of(2, 12, 100);
    private static final int LAUNCH_UPDATE_VMSA = 4;
    private static final int LAUNCH_MEASURE = 6;
    private static final int SNP_LAUNCH_START = 100;
    private static final int SNP_LAUNCH_FINISH = 102;

    private static final int MEASURE_SIZE = 16;
    private static final int MEASUREMENT = 32;

    private final VmTable vms;
    private final SevNode node;
    private final CommandTap tap;

    EncryptRequests(VmTable vms, SevNode node, CommandTap tap) {
        this.vms = vms;
        this.node = node;
        this.tap = tap;
    }

    CallOutcome command(TrappedCall call) {
        int process = ProcessTable.processOf(call.thread());
        Optional<SupervisedVm> vm = vms.asked(process, new OpenFile(process, (int) call.first()));
        if (vm.isEmpty()) {
            return CallOutcome.PROCEED;
        }
        if (call.third() == 0) {
            return CallOutcome.of(vm.get().machine().memoryEncryptOp(0));
        }
        Optional<SevEnvelope> envelope = call.memory()
                .read(call.third(), SevEnvelope.SIZE)
                .map(Bytes::wrap)
                .map(SevEnvelope::decode);
        if (envelope.isEmpty()) {
            return new CallOutcome.Failure(Errno.EFAULT);
        }
        int id = envelope.get().id();
        // Linux, __sev_issue_cmd: what starts a guest names the device, and no later command does
        if (STARTS.contains(id)
                && node.writable(new OpenFile(process, envelope.get().sevFd())).isEmpty()) {
            return new CallOutcome.Failure(id == SNP_LAUNCH_START ? Errno.ENOTTY : Errno.EBADF);
        }
        return CallOutcome.of(tap.machine(
                call, vm.get().number(), () -> carriedOut(vm.get(), id, call), () -> digest(vm.get(), id, call)));
    }

    private int carriedOut(SupervisedVm vm, int id, TrappedCall call) {
        if (id == LAUNCH_UPDATE_VMSA || id == SNP_LAUNCH_FINISH) {
            vm.vcpus().forEach(vcpu -> vm.machine().setVcpu(vcpu.registers().state(vcpu.id())));
        }
        int errno = vm.machine().memoryEncryptOp(call.third());
        if (errno == 0 && INITS.contains(id)) {
            vm.initialised();
        }
        return errno;
    }

    // SEV's is a keyed digest, the first half of what the program gets
    private static Bytes digest(SupervisedVm vm, int id, TrappedCall call) {
        if (id == SNP_LAUNCH_FINISH) {
            return vm.machine()
                    .adapt(SnpLaunchInspection.class)
                    .map(SnpLaunchInspection::launchDigest)
                    .orElse(Bytes.EMPTY);
        }
        if (id != LAUNCH_MEASURE) {
            return Bytes.EMPTY;
        }
        return call.memory()
                .read(call.third(), SevEnvelope.SIZE)
                .map(Bytes::wrap)
                .map(SevEnvelope::decode)
                .flatMap(envelope -> call.memory().read(envelope.data(), MEASURE_SIZE))
                .map(struct ->
                        ByteBuffer.wrap(struct).order(ByteOrder.LITTLE_ENDIAN).getLong(0))
                .flatMap(buffer -> call.memory().read(buffer, MEASUREMENT))
                .map(Bytes::wrap)
                .orElse(Bytes.EMPTY);
    }
}

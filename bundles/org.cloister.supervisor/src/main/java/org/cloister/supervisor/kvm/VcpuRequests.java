// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.supervisor.linux.OpenFile;
import org.cloister.supervisor.linux.TrappedCall;
import org.cloister.supervisor.trap.CallOutcome;

/** Requests that set registers of a virtual processor: the kernel carries them out, and what they set is followed. */
final class VcpuRequests {
    /** Requests with the lengths of their structs; of the XSAVE area, the part that save areas have. */
    static final Map<Long, Integer> SIZES = Map.of(
            KvmRequest.SET_REGS.number(), 144,
            KvmRequest.SET_SREGS.number(), 312,
            KvmRequest.SET_SREGS2.number(), 320,
            KvmRequest.SET_DEBUGREGS.number(), 128,
            KvmRequest.SET_XCRS.number(), 392,
            KvmRequest.SET_FPU.number(), 416,
            KvmRequest.SET_XSAVE.number(), 4096);

    private static final long MASK = 0xffffffffL;
    private static final int LIST_HEAD = 8;
    private static final int MSR_SIZE = 16;
    private static final int MOST_MSRS = 256;
    private static final int LEAF_SIZE = 40;
    private static final int MOST_LEAVES = 256;
    private static final int LEAF_ANSWERS = 12;
    private static final int ANSWERS_SIZE = 16;

    private final VmTable vms;

    VcpuRequests(VmTable vms) {
        this.vms = vms;
    }

    private Optional<SupervisedVcpu> vcpu(TrappedCall call) {
        return vms.findVcpu(new OpenFile(call.thread(), (int) call.first()));
    }

    /** A request with one struct. */
    CallOutcome set(TrappedCall call, int size) {
        vcpu(call)
                .ifPresent(vcpu -> call.memory()
                        .read(call.third(), size)
                        .ifPresent(struct -> vcpu.registers().set(call.second() & MASK, ByteBuffer.wrap(struct))));
        return CallOutcome.PROCEED;
    }

    /** KVM_SET_MSRS. */
    CallOutcome setMsrs(TrappedCall call) {
        vcpu(call)
                .ifPresent(vcpu -> list(call, MSR_SIZE, MOST_MSRS).ifPresent(list -> {
                    for (int at = LIST_HEAD; at < list.capacity(); at += MSR_SIZE) {
                        vcpu.registers().setMsr(list.getInt(at), list.getLong(at + 8));
                    }
                }));
        return CallOutcome.PROCEED;
    }

    /**
     * KVM_SET_CPUID2. The guest of a confidential machine does not see that memory can be encrypted: it runs as an
     * ordinary one, and would look for a key that the kernel's machine has not.
     */
    CallOutcome setCpuid(TrappedCall call) {
        Optional<SupervisedVm> vm = vcpu(call).flatMap(vms::ofVcpu).filter(SupervisedVm::isConfidential);
        Optional<ByteBuffer> leaves = vm.flatMap(any -> list(call, LEAF_SIZE, MOST_LEAVES));
        if (leaves.isEmpty()) {
            return CallOutcome.PROCEED;
        }
        for (int at = LIST_HEAD; at < leaves.get().capacity(); at += LEAF_SIZE) {
            if (leaves.get().getInt(at) == CpuidLeaf.ENCRYPTED_MEMORY) {
                return hidden(call, call.third() + at + LEAF_ANSWERS);
            }
        }
        return CallOutcome.PROCEED;
    }

    private static CallOutcome hidden(TrappedCall call, long address) {
        Optional<byte[]> before = call.memory().read(address, ANSWERS_SIZE);
        if (before.isEmpty() || !call.memory().write(address, new byte[ANSWERS_SIZE])) {
            return CallOutcome.PROCEED;
        }
        return new CallOutcome.Watched(call.third(), result -> call.memory().write(address, before.get()));
    }

    // A number of entries in 4 bytes, 4 more, and the entries
    private static Optional<ByteBuffer> list(TrappedCall call, int entry, int most) {
        return call.memory()
                .read(call.third(), Integer.BYTES)
                .map(bytes ->
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt())
                .filter(count -> count >= 0 && count <= most)
                .flatMap(count -> call.memory().read(call.third(), LIST_HEAD + count * entry))
                .map(bytes -> ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.kvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.BiFunction;
import org.cloister.amd.kvm.VmType;
import org.cloister.amd.status.Errno;
import org.cloister.api.memory.GuestMemory;
import org.cloister.softsev.client.ClientSlot;
import org.cloister.supervisor.linux.HeldFile;
import org.cloister.supervisor.linux.OpenFile;
import org.cloister.supervisor.linux.TrappedCall;
import org.cloister.supervisor.trap.CallOutcome;
import org.cloister.supervisor.trap.ProcessTable;

/** Requests to a machine about its memory. */
final class MemoryRequests {
    private static final int REGION_SIZE = 32;
    private static final int REGION2_SIZE = 160;
    private static final int ATTRIBUTES_SIZE = 32;
    private static final int GUEST_MEMFD_SIZE = 64;
    private static final int FLAGS = 4;
    /** {@code KVM_MEM_GUEST_MEMFD}. */
    private static final int GUEST_MEMFD = 1 << 2;

    private final VmTable vms;

    MemoryRequests(VmTable vms) {
        this.vms = vms;
    }

    /** KVM_SET_USER_MEMORY_REGION: in the kernel too. */
    CallOutcome region(TrappedCall call) {
        return with(call, REGION_SIZE, (vm, region) -> {
            int errno = vm.machine().setMemoryRegion(slot(region, false));
            return errno != 0 && vm.isConfidential() ? new CallOutcome.Failure(errno) : CallOutcome.PROCEED;
        });
    }

    /** KVM_SET_USER_MEMORY_REGION2: in the kernel too, as memory of which no page is private. */
    CallOutcome region2(TrappedCall call) {
        return with(call, REGION2_SIZE, (vm, region) -> {
            int flags = region.getInt(FLAGS);
            boolean guestMemfd = (flags & GUEST_MEMFD) != 0;
            int errno = vm.machine().setMemoryRegion(slot(region, guestMemfd));
            if (errno != 0 && vm.isConfidential()) {
                return new CallOutcome.Failure(errno);
            }
            return vm.type() == VmType.SNP && guestMemfd
                    ? withFlags(call, flags & ~GUEST_MEMFD, flags)
                    : CallOutcome.PROCEED;
        });
    }

    private static CallOutcome withFlags(TrappedCall call, int during, int afterwards) {
        return written(call, during)
                ? new CallOutcome.Watched(call.third(), result -> written(call, afterwards))
                : new CallOutcome.Failure(Errno.EFAULT);
    }

    private static boolean written(TrappedCall call, int flags) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(flags)
                .array();
        return call.memory().write(call.third() + FLAGS, bytes);
    }

    private static ClientSlot slot(ByteBuffer region, boolean guestMemfd) {
        return new ClientSlot(region.getInt(0), region.getLong(8), region.getLong(16), region.getLong(24), guestMemfd);
    }

    /** KVM_SET_MEMORY_ATTRIBUTES. */
    CallOutcome attributes(TrappedCall call) {
        return withSnp(
                call,
                ATTRIBUTES_SIZE,
                (vm, range) -> CallOutcome.of(
                        range.getLong(24) != 0
                                ? Errno.EINVAL
                                : vm.machine()
                                        .setMemoryAttributes(range.getLong(0), range.getLong(8), range.getLong(16))));
    }

    /** KVM_CREATE_GUEST_MEMFD: a file in memory, which nobody needs as private pages lie in their slots. */
    CallOutcome guestMemory(TrappedCall call) {
        return withSnp(call, GUEST_MEMFD_SIZE, (vm, wanted) -> {
            long size = wanted.getLong(0);
            boolean right = size > 0 && size % GuestMemory.PAGE == 0 && wanted.getLong(8) == 0;
            return right
                    ? new CallOutcome.OpenedOnce(HeldFile.file("guest_memfd", size), true)
                    : new CallOutcome.Failure(Errno.EINVAL);
        });
    }

    private CallOutcome withSnp(TrappedCall call, int size, BiFunction<SupervisedVm, ByteBuffer, CallOutcome> answer) {
        return with(
                call, size, (vm, struct) -> vm.type() == VmType.SNP ? answer.apply(vm, struct) : CallOutcome.PROCEED);
    }

    private CallOutcome with(TrappedCall call, int size, BiFunction<SupervisedVm, ByteBuffer, CallOutcome> answer) {
        int process = ProcessTable.processOf(call.thread());
        Optional<SupervisedVm> vm = vms.asked(process, new OpenFile(process, (int) call.first()));
        if (vm.isEmpty()) {
            return CallOutcome.PROCEED;
        }
        return call.memory()
                .read(call.third(), size)
                .map(bytes -> answer.apply(vm.get(), ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)))
                .orElse(new CallOutcome.Failure(Errno.EFAULT));
    }
}

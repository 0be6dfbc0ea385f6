// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.util.HashMap;
import java.util.Map;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.kvm.codes.KvmCodes;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.vm.abi.Struct;

/** The memory slots of one machine. Safe for use by several threads. */
final class MemorySlots {
    private final Descriptor machine;
    // Keeps the memory reachable: one that is forgotten would be unmapped under the guest
    private final Map<Integer, MemorySlot> slots = new HashMap<>();

    MemorySlots(Descriptor machine) {
        this.machine = machine;
    }

    /** Adds a slot, or changes the one of the same number. */
    synchronized void set(MemorySlot slot) {
        KvmRequest request = slot.privatePages().isPresent()
                ? KvmRequest.SET_USER_MEMORY_REGION2
                : KvmRequest.SET_USER_MEMORY_REGION;
        String call = request.kernelName() + " for slot " + slot.number() + " at " + Numbers.hex(slot.gpa());
        request(request, RequestStructs.memory(slot), call);
        slots.put(slot.number(), slot);
    }

    /** Takes a slot's memory away from the guest. */
    synchronized void remove(int slot) {
        request(
                KvmRequest.SET_USER_MEMORY_REGION,
                RequestStructs.noMemory(slot),
                "KVM_SET_USER_MEMORY_REGION to remove slot " + slot);
        slots.remove(slot);
    }

    /** The slot of a number, which has to exist. */
    synchronized MemorySlot get(int number) {
        MemorySlot slot = slots.get(number);
        if (slot == null) {
            throw Problem.defect(KvmCodes.KVM_SLOT, "this machine has no such memory slot")
                    .found(number)
                    .exception();
        }
        return slot;
    }

    private void request(KvmRequest request, Struct region, String call) {
        region.with(address -> machine.ioctl(request.number(), address)).orThrow(call);
    }
}

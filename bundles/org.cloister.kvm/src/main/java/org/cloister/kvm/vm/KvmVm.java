// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.cloister.amd.kvm.KvmCapability;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.amd.kvm.VmType;
import org.cloister.api.memory.GuestMemory;
import org.cloister.kvm.libc.Block;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Result;
import org.cloister.kvm.vm.abi.Constants;
import org.cloister.kvm.vm.abi.Struct;

/**
 * A machine of KVM. It belongs to the process that made it. Safe for use by several threads.
 *
 * <p>Requests that fail throw {@code kvm.call} unless they are documented to return their result.
 */
public final class KvmVm implements AutoCloseable {
    private final Descriptor machine;
    private final VmType type;
    private final int runSize;
    private final List<KvmVcpu> vcpus = new ArrayList<>();
    private final MemorySlots slots;
    private boolean closed;

    KvmVm(Descriptor machine, VmType type, int runSize) {
        this.machine = machine;
        slots = new MemorySlots(machine);
        this.type = type;
        this.runSize = runSize;
    }

    /**
     * What it was made as.
     *
     * <pre>{@code
     * boolean encrypted = vm.type() != VmType.DEFAULT;
     * }</pre>
     */
    public VmType type() {
        return type;
    }

    /**
     * The number of its descriptor, for commands that name another machine.
     *
     * <pre>{@code
     * Result moved = vm.enable(KvmCapability.VM_MOVE_ENC_CONTEXT_FROM, other.number());
     * }</pre>
     */
    public int number() {
        return machine.number();
    }

    /**
     * What a capability is worth for this machine (KVM_CHECK_EXTENSION).
     *
     * <pre>{@code
     * int slots = vm.capability(KvmCapability.NR_MEMSLOTS);
     * }</pre>
     */
    public int capability(KvmCapability capability) {
        return (int) machine.ioctl(KvmRequest.CHECK_EXTENSION.number(), capability.number())
                .orThrow("KVM_CHECK_EXTENSION of " + capability.kernelName());
    }

    /**
     * Turns a capability on (KVM_ENABLE_CAP).
     *
     * <pre>{@code
     * Result enabled = vm.enable(KvmCapability.SPLIT_IRQCHIP, 24);
     * enabled.orThrow("KVM_ENABLE_CAP of KVM_CAP_SPLIT_IRQCHIP");
     * }</pre>
     *
     * @param arguments at most 4
     * @return the kernel's answer
     */
    public Result enable(KvmCapability capability, long... arguments) {
        return request(KvmRequest.ENABLE_CAP, RequestStructs.enableCap(capability, arguments));
    }

    /**
     * Has the guest's writes of one MSR end a run with {@link org.cloister.kvm.vm.exit.Exit.MsrWrite}
     * (KVM_X86_SET_MSR_FILTER); returns the kernel's answer. The last one counts.
     *
     * <pre>{@code
     * vm.exitOnWrite(0xc0000080).orThrow("KVM_X86_SET_MSR_FILTER"); // EFER
     * }</pre>
     */
    public Result exitOnWrite(int msr) {
        Result enabled = enable(KvmCapability.X86_USER_SPACE_MSR, Constants.MSR_EXIT_REASON_FILTER);
        Block none = Block.of(Long.BYTES); // a bit of 0: the guest does not get at it
        return enabled.failed()
                ? enabled
                : none.with(bits -> request(KvmRequest.X86_SET_MSR_FILTER, RequestStructs.writeFilter(msr, bits)));
    }

    /**
     * Gives the guest memory; a slot of the same number is changed (KVM_SET_USER_MEMORY_REGION, or 2 with private
     * pages).
     *
     * <pre>{@code
     * vm.setMemory(MemorySlot.of(0, Constants.MEM_LOG_DIRTY_PAGES, 0xf0000, memory));
     * }</pre>
     */
    public void setMemory(MemorySlot slot) {
        slots.set(slot);
    }

    /**
     * Takes a slot's memory away from the guest.
     *
     * <pre>{@code
     * vm.removeMemory(0);
     * memory.close(); // not before: the guest would lose its pages
     * }</pre>
     */
    public void removeMemory(int slot) {
        slots.remove(slot);
    }

    /**
     * Which pages of a slot were written since the last time (KVM_GET_DIRTY_LOG).
     *
     * <pre>{@code
     * BitSet written = vm.dirtyPages(0); // of slot 0
     * written.stream().forEach(page -> System.out.printf("written: %#x%n", 0xf0000 + page * 4096));
     * }</pre>
     *
     * @return a bit for each page that was, counted from the slot's beginning
     * @throws org.cloister.api.CloisterException {@code kvm.call}, also for a slot without
     *     {@link org.cloister.kvm.vm.abi.Constants#MEM_LOG_DIRTY_PAGES}
     */
    public BitSet dirtyPages(int slot) {
        long pages = slots.get(slot).size() / GuestMemory.PAGE;
        Block bits = Block.of(Math.toIntExact((pages + 63) / 64 * 8));
        return bits.with(address -> {
            request(KvmRequest.GET_DIRTY_LOG, RequestStructs.dirtyLog(slot, address))
                    .orThrow("KVM_GET_DIRTY_LOG of slot " + slot);
            return BitSet.valueOf(bits.buffer());
        });
    }

    /**
     * A file of private pages, which only guests can look into (KVM_CREATE_GUEST_MEMFD).
     *
     * <pre>{@code
     * try (Descriptor pages = vm.createGuestMemfd(memory.size(), 0)) {
     *     vm.setMemory(MemorySlot.of(0, 0, 0, memory).with(pages, 0));
     * }
     * }</pre>
     */
    public Descriptor createGuestMemfd(long size, long flags) {
        return RequestStructs.guestMemfd(size, flags)
                .with(address -> machine.openBy(KvmRequest.CREATE_GUEST_MEMFD.number(), address, "memory of a guest"))
                .orThrow("KVM_CREATE_GUEST_MEMFD");
    }

    /**
     * Says which pages are private (KVM_SET_MEMORY_ATTRIBUTES); returns the kernel's answer.
     *
     * <pre>{@code
     * if ((vm.capability(KvmCapability.MEMORY_ATTRIBUTES) & Constants.MEMORY_ATTRIBUTE_PRIVATE) != 0) {
     *     vm.setAttributes(0, 0x10000, Constants.MEMORY_ATTRIBUTE_PRIVATE).orThrow("KVM_SET_MEMORY_ATTRIBUTES");
     * }
     * }</pre>
     */
    public Result setAttributes(long gpa, long size, long attributes) {
        return request(KvmRequest.SET_MEMORY_ATTRIBUTES, RequestStructs.attributes(gpa, size, attributes));
    }

    /**
     * Three pages below 4 GiB that no slot covers, which KVM needs on Intel processors (KVM_SET_TSS_ADDR).
     *
     * <pre>{@code
     * vm.setTssAddress(0xfffbd000L);
     * }</pre>
     */
    public void setTssAddress(long gpa) {
        machine.ioctl(KvmRequest.SET_TSS_ADDR.number(), gpa).orThrow("KVM_SET_TSS_ADDR");
    }

    /**
     * Interrupt controllers in the kernel, before the first vCPU (KVM_CREATE_IRQCHIP). A halted vCPU then waits in the
     * kernel.
     *
     * <pre>{@code
     * vm.createIrqchip();
     * KvmVcpu vcpu = vm.createVcpu(0);
     * }</pre>
     */
    public void createIrqchip() {
        machine.ioctl(KvmRequest.CREATE_IRQCHIP.number(), 0).orThrow("KVM_CREATE_IRQCHIP");
    }

    /**
     * Local APICs in the kernel and the rest outside, before the first vCPU (KVM_CAP_SPLIT_IRQCHIP).
     *
     * <pre>{@code
     * vm.splitIrqchip(24);
     * KvmVcpu vcpu = vm.createVcpu(0);
     * }</pre>
     *
     * @param pins of the I/O APIC
     */
    public void splitIrqchip(int pins) {
        enable(KvmCapability.SPLIT_IRQCHIP, pins).orThrow("KVM_ENABLE_CAP of KVM_CAP_SPLIT_IRQCHIP");
    }

    /**
     * A command to a confidential guest (KVM_MEMORY_ENCRYPT_OP).
     *
     * <pre>{@code
     * boolean enabled = !vm.encryptOp(0).failed();
     * }</pre>
     *
     * @param address of the {@code kvm_sev_cmd}, which outlives the call; 0 only asks whether SEV is on
     * @return the kernel's answer
     */
    public Result encryptOp(long address) {
        return machine.ioctl(KvmRequest.MEMORY_ENCRYPT_OP.number(), address);
    }

    /**
     * Pins memory that will hold pages of a SEV guest (KVM_MEMORY_ENCRYPT_REG_REGION); returns the kernel's answer.
     *
     * <pre>{@code
     * Result pinned = vm.registerRegion(memory.address(), memory.size());
     * }</pre>
     */
    public Result registerRegion(long address, long size) {
        return request(KvmRequest.MEMORY_ENCRYPT_REG_REGION, RequestStructs.pinned(address, size));
    }

    /**
     * Lets go what was pinned by the same address and size (KVM_MEMORY_ENCRYPT_UNREG_REGION); returns the kernel's
     * answer.
     *
     * <pre>{@code
     * Result released = vm.unregisterRegion(memory.address(), memory.size());
     * }</pre>
     */
    public Result unregisterRegion(long address, long size) {
        return request(KvmRequest.MEMORY_ENCRYPT_UNREG_REGION, RequestStructs.pinned(address, size));
    }

    /**
     * A vCPU (KVM_CREATE_VCPU).
     *
     * <pre>{@code
     * for (int id = 0; id < 2; id++) {
     *     vm.createVcpu(id).state().setCpuid(system.supportedCpuid());
     * }
     * }</pre>
     *
     * @param id its number, which is its APIC's too
     */
    public KvmVcpu createVcpu(int id) {
        synchronized (vcpus) {
            if (closed) {
                throw KvmProblems.closed();
            }
            int xsaveSize = capability(KvmCapability.XSAVE2);
            Descriptor descriptor = machine.openBy(KvmRequest.CREATE_VCPU.number(), id, "vCPU " + id + " of KVM")
                    .orThrow("KVM_CREATE_VCPU of vCPU " + id);
            KvmVcpu vcpu = KvmVcpu.of(id, descriptor, runSize, xsaveSize);
            vcpus.add(vcpu);
            return vcpu;
        }
    }

    private Result request(KvmRequest request, Struct argument) {
        return argument.with(address -> machine.ioctl(request.number(), address));
    }

    /**
     * Stops and closes the vCPUs, then the machine: the kernel keeps it for as long as one of them is open. Closing
     * twice is harmless.
     *
     * <pre>{@code
     * KvmVcpu vcpu = vm.createVcpu(0);
     * vm.close(); // stops and closes the vCPU, too
     * }</pre>
     */
    @Override
    public void close() {
        List<KvmVcpu> open;
        synchronized (vcpus) {
            closed = true;
            open = List.copyOf(vcpus);
            vcpus.clear();
        }
        open.forEach(KvmVcpu::close);
        machine.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.util.List;
import java.util.Map;
import org.cloister.amd.kvm.KvmRequest;
import org.cloister.amd.status.Errno;
import org.cloister.amd.struct.Layout;
import org.cloister.kvm.libc.Descriptor;
import org.cloister.kvm.libc.Result;
import org.cloister.kvm.vm.abi.Layouts;
import org.cloister.kvm.vm.abi.Struct;

/**
 * The registers of a vCPU. What is read is a copy; it counts when it is set again. Requests that fail throw
 * {@code kvm.call}. Safe for use by several threads; a request waits while the vCPU runs.
 */
public final class VcpuRegisters {
    private static final int MOST_LEAVES = 4096;
    private static final int FIRST_GUESS = 128;

    private final Descriptor vcpu;
    private final int xsaveSize;

    VcpuRegisters(Descriptor vcpu, int xsaveSize) {
        this.vcpu = vcpu;
        this.xsaveSize = Math.max(xsaveSize, Layouts.XSAVE.size());
    }

    /** General registers, RIP and RFLAGS: {@link Layouts#REGS} (KVM_GET_REGS). */
    public Struct general() {
        return get(KvmRequest.GET_REGS, Layouts.REGS);
    }

    /** KVM_SET_REGS. */
    public void setGeneral(Struct registers) {
        set(KvmRequest.SET_REGS, registers);
    }

    /** Segments, tables, control registers, EFER: {@link Layouts#SREGS} (KVM_GET_SREGS). */
    public Struct special() {
        return get(KvmRequest.GET_SREGS, Layouts.SREGS);
    }

    /** KVM_SET_SREGS. */
    public void setSpecial(Struct registers) {
        set(KvmRequest.SET_SREGS, registers);
    }

    /** Debug registers: {@link Layouts#DEBUGREGS} (KVM_GET_DEBUGREGS). */
    public Struct debug() {
        return get(KvmRequest.GET_DEBUGREGS, Layouts.DEBUGREGS);
    }

    /** KVM_SET_DEBUGREGS. */
    public void setDebug(Struct registers) {
        set(KvmRequest.SET_DEBUGREGS, registers);
    }

    /**
     * The XSAVE area in its standard form, at least 4096 bytes: {@link Layouts#XSAVE} (KVM_GET_XSAVE, or 2 when it is
     * longer).
     */
    public Struct xsave() {
        int more = xsaveSize - Layouts.XSAVE.size();
        return get(
                more == 0 ? KvmRequest.GET_XSAVE : KvmRequest.GET_XSAVE2, Struct.withEntries(Layouts.XSAVE, more, 1));
    }

    /**
     * KVM_SET_XSAVE.
     *
     * @param area as long as what {@link #xsave} gives: the kernel reads so much of it
     */
    public void setXsave(Struct area) {
        if (area.buffer().capacity() < xsaveSize) {
            throw new IllegalArgumentException("the XSAVE area has " + xsaveSize + " bytes");
        }
        set(KvmRequest.SET_XSAVE, area);
    }

    /** Extended control registers; XCR0 is the first: {@link Layouts#XCRS} (KVM_GET_XCRS). */
    public Struct extendedControl() {
        return get(KvmRequest.GET_XCRS, Layouts.XCRS);
    }

    /** KVM_SET_XCRS. */
    public void setExtendedControl(Struct registers) {
        set(KvmRequest.SET_XCRS, registers);
    }

    /**
     * MSRs by their numbers (KVM_GET_MSRS).
     *
     * @return those before the first that KVM does not know, in the order given
     */
    public Map<Integer, Long> msrs(List<Integer> numbers) {
        Struct list = MsrList.question(numbers);
        return MsrList.decode(list, request(KvmRequest.GET_MSRS, list).orThrow("KVM_GET_MSRS"));
    }

    /**
     * Sets MSRs in the map's order (KVM_SET_MSRS).
     *
     * @return how many were set; the next one was refused
     */
    public int setMsrs(Map<Integer, Long> msrs) {
        return (int) request(KvmRequest.SET_MSRS, MsrList.encode(msrs)).orThrow("KVM_SET_MSRS");
    }

    /** What CPUID answers (KVM_GET_CPUID2). */
    public List<KvmCpuidEntry> cpuid() {
        for (int room = FIRST_GUESS; ; room *= 2) {
            Struct list = KvmCpuidEntry.room(room);
            Result result = request(KvmRequest.GET_CPUID2, list);
            if (result.errno() != Errno.E2BIG || room >= MOST_LEAVES) {
                result.orThrow("KVM_GET_CPUID2");
                return KvmCpuidEntry.decode(list);
            }
        }
    }

    /** Sets what CPUID answers, before the first run (KVM_SET_CPUID2). */
    public void setCpuid(List<KvmCpuidEntry> leaves) {
        set(KvmRequest.SET_CPUID2, KvmCpuidEntry.encode(leaves));
    }

    private Struct get(KvmRequest request, Layout layout) {
        return get(request, Struct.of(layout));
    }

    private Struct get(KvmRequest request, Struct target) {
        request(request, target).orThrow(request.kernelName());
        return target;
    }

    private void set(KvmRequest request, Struct source) {
        request(request, source).orThrow(request.kernelName());
    }

    private Result request(KvmRequest request, Struct argument) {
        return argument.with(address -> vcpu.ioctl(request.number(), address));
    }
}

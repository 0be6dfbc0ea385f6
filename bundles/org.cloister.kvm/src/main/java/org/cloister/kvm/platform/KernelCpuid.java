// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.platform;

import java.util.List;
import java.util.function.Supplier;
import org.cloister.amd.channel.GuestCpuid;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.memory.GuestMemory;

/** CPUID of the first vCPU as the kernel has it, in AMD's form. */
record KernelCpuid(Supplier<List<org.cloister.kvm.vm.KvmCpuidEntry>> answers, List<RegionMemory> pages)
        implements GuestCpuid {
    /** KVM_CPUID_FLAG_SIGNIFCANT_INDEX: the subleaf matters. */
    private static final int INDEX_MATTERS = 1;

    @Override
    public List<CpuidPageEntry> entries() {
        return answers.get().stream().map(KernelCpuid::entry).toList();
    }

    private static CpuidPageEntry entry(org.cloister.kvm.vm.KvmCpuidEntry answer) {
        int subleaf = (answer.flags() & INDEX_MATTERS) == 0 ? 0 : answer.index();
        return new CpuidPageEntry(
                answer.function(), subleaf, 0, 0, answer.eax(), answer.ebx(), answer.ecx(), answer.edx());
    }

    // The kernel copies to where the plaintext came from, which no view shows while the page is private.
    @Override
    public Bytes corrected(long uaddr) {
        byte[] page = new byte[GuestMemory.PAGE];
        RegionMemory region = pages.stream()
                .filter(candidate -> contains(candidate, uaddr))
                .findFirst()
                .orElseThrow(() -> Problem.input(ProblemCodes.MEMORY_OUTSIDE, "there is no memory at this address")
                        .at(Numbers.hex(uaddr))
                        .exception());
        region.pages().read(uaddr - region.pages().address(), page, 0, page.length);
        return Bytes.of(page);
    }

    private static boolean contains(RegionMemory candidate, long uaddr) {
        long offset = uaddr - candidate.pages().address();
        return offset >= 0 && offset <= candidate.region().size() - GuestMemory.PAGE;
    }
}

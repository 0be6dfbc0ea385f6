// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import java.util.List;
import org.cloister.amd.cpu.CpuidLeaf;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.api.Problem;
import org.cloister.api.platform.PlatformFacts;

/** The CPUID page of a guest, made as QEMU makes it of what CPUID answers in its machine. */
final class CpuidFill {
    private static final int SEV = 1 << 1;
    private static final int SEV_ES = 1 << 3;
    private static final int SEV_SNP = 1 << 4;
    private static final int CBIT_MASK = 0x3f;
    private static final int REDUCTION_AT = 6;

    /**
     * The legacy region and the header of XSAVE (APM volume 2, 11.5.2): nothing else is enabled when a guest starts.
     */
    private static final int INITIAL_XSAVE = 0x240;

    private static final long X87 = 1;

    /** Bits that the firmware forbids although KVM offers them: leaf, subleaf, EBX, ECX, EDX. */
    private static final List<Forbidden> FORBIDDEN = List.of(
            // TSC deadline
            new Forbidden(0x1, 0, 0, 1 << 24, 0),
            // TSC_ADJUST; SPEC_CTRL, STIBP, FLUSH_L1D, ARCH_CAPABILITIES, CORE_CAPABILITY, SSBD
            new Forbidden(0x7, 0, 1 << 1, 0, 0xfc000000),
            // VIRT_SSBD
            new Forbidden(0x80000008, 0, 1 << 25, 0, 0));

    private record Forbidden(int leaf, int subleaf, int ebx, int ecx, int edx) {
        boolean concerns(CpuidPageEntry entry) {
            return entry.eaxIn() == leaf && entry.ecxIn() == subleaf;
        }
    }

    private CpuidFill() {}

    /**
     * The page.
     *
     * @param reducedPhysBits the guest's setting, 1 to 63; the host's own number is none of the guest's
     * @throws org.cloister.api.CloisterException {@code snp.cpuid.count} when there are more answers than it has room
     *     for
     */
    static CpuidPage of(List<CpuidPageEntry> provided, PlatformFacts platform, int reducedPhysBits) {
        List<CpuidPageEntry> entries = provided.stream()
                .map(CpuidFill::allowed)
                .map(CpuidFill::initial)
                .map(entry -> entry.eaxIn() == CpuidLeaf.ENCRYPTED_MEMORY
                        ? encryption(entry, platform, reducedPhysBits)
                        : entry)
                .filter(CpuidFill::hasValues)
                .toList();
        if (entries.size() > CpuidPage.MOST) {
            throw Problem.host(SnpCodes.SNP_CPUID_COUNT, "CPUID answers more here than a CPUID page has room for")
                    .at("CPUID of vCPU 0")
                    .found(entries.size() + " answers that are not zeros")
                    .expected("at most " + CpuidPage.MOST)
                    .exception();
        }
        return CpuidPage.of(entries);
    }

    private static CpuidPageEntry allowed(CpuidPageEntry entry) {
        return FORBIDDEN.stream()
                .filter(bits -> bits.concerns(entry))
                .findFirst()
                .map(bits -> with(entry, entry.ebx() & ~bits.ebx, entry.ecx() & ~bits.ecx, entry.edx() & ~bits.edx))
                .orElse(entry);
    }

    private static CpuidPageEntry with(CpuidPageEntry entry, int ebx, int ecx, int edx) {
        return new CpuidPageEntry(
                entry.eaxIn(), entry.ecxIn(), entry.xcr0In(), entry.xssIn(), entry.eax(), ebx, ecx, edx);
    }

    // EBX contains the size for what is enabled at the question; the firmware checks it against XCR0_IN.
    private static CpuidPageEntry initial(CpuidPageEntry entry) {
        if (entry.eaxIn() != CpuidLeaf.EXTENDED_STATE || entry.ecxIn() > 1) {
            return entry;
        }
        return new CpuidPageEntry(
                CpuidLeaf.EXTENDED_STATE, entry.ecxIn(), X87, 0, entry.eax(), INITIAL_XSAVE, entry.ecx(), entry.edx());
    }

    private static CpuidPageEntry encryption(CpuidPageEntry entry, PlatformFacts platform, int reducedPhysBits) {
        long cbit = platform.number(PlatformFacts.CBIT).orElse(entry.ebx() & CBIT_MASK);
        int ebx = (int) cbit | reducedPhysBits << REDUCTION_AT;
        return new CpuidPageEntry(CpuidLeaf.ENCRYPTED_MEMORY, 0, 0, 0, SEV | SEV_ES | SEV_SNP, ebx, 0, 0);
    }

    // A guest takes a leaf that is not in the page for one of zeros (Linux, arch/x86/coco/sev).
    private static boolean hasValues(CpuidPageEntry entry) {
        return (entry.eax() | entry.ebx() | entry.ecx() | entry.edx()) != 0;
    }
}

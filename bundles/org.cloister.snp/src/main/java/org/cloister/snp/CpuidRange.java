// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cloister.amd.channel.GuestCpuid;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.launch.SnpPageKinds;
import org.cloister.amd.page.CpuidPage;
import org.cloister.amd.page.CpuidPageEntry;
import org.cloister.amd.page.SnpPageType;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.Machine;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.memory.MemoryView;

/**
 * The range of the plan that is to hold the guest's CPUID page. Its content is the platform's and is not measured;
 * where the firmware refuses it, every answer that it would correct is reported.
 */
final class CpuidRange {
    private final SnpContext.Queued range;
    private final GuestCpuid source;
    private final CpuidPage provided;

    private CpuidRange(SnpContext.Queued range, GuestCpuid source, CpuidPage provided) {
        this.range = range;
        this.source = source;
        this.provided = provided;
    }

    /**
     * Fills the page, unless the plan has filled it.
     *
     * @param reducedPhysBits the number in the guest's CPUID, 1 to 63
     * @return empty for a range that is not a CPUID page, or where the platform does not know what CPUID answers
     */
    static Optional<CpuidRange> fill(SnpContext.Queued range, Machine machine, int reducedPhysBits) {
        boolean cpuid = SnpPageKinds.typeOf(range.kind()) == SnpPageType.CPUID && range.size() == GuestMemory.PAGE;
        MemoryView view = machine.memory().hostView();
        if (!cpuid || !view.read(range.gpa(), GuestMemory.PAGE).isZero()) {
            return Optional.empty();
        }
        return machine.adapt(GuestCpuid.class).map(source -> {
            CpuidPage page = CpuidFill.of(source.entries(), machine.platform(), reducedPhysBits);
            view.write(range.gpa(), page.page());
            return new CpuidRange(range, source, page);
        });
    }

    /** Says which answers the firmware wants otherwise, where that is why it refused the page. */
    RuntimeException explain(SevCommandException refusal, long uaddr) {
        if (refusal.firmwareStatus() != FirmwareStatus.INVALID_PARAM.code()) {
            return refusal;
        }
        List<String> differences = differences(CpuidPage.decode(source.corrected(uaddr), range.name()));
        if (differences.isEmpty()) {
            return refusal;
        }
        return Problem.operation(
                        SnpCodes.SNP_CPUID_REFUSED, "the firmware refuses what CPUID is to answer in the guest")
                .at(range.name() + " at " + Numbers.hex(range.gpa()))
                .found(FirmwareStatus.describe(refusal.firmwareStatus()) + "; " + String.join("; ", differences))
                .remedy("the kernel offers guests what this processor or its firmware does not allow them:"
                        + " update the kernel or the firmware")
                .exception(refusal);
    }

    private List<String> differences(CpuidPage expected) {
        List<CpuidPageEntry> ours = provided.entries();
        List<CpuidPageEntry> theirs = expected.entries();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            CpuidPageEntry our = ours.get(i);
            CpuidPageEntry their = theirs.get(i);
            differ(our, "EAX", our.eax(), their.eax(), found);
            differ(our, "EBX", our.ebx(), their.ebx(), found);
            differ(our, "ECX", our.ecx(), their.ecx(), found);
            differ(our, "EDX", our.edx(), their.edx(), found);
        }
        return found;
    }

    private static void differ(CpuidPageEntry leaf, String register, int provided, int expected, List<String> found) {
        if (provided != expected) {
            found.add(String.format(
                    Locale.ROOT,
                    "%s, %s: provided 0x%x, expected 0x%x",
                    leaf.question(),
                    register,
                    provided,
                    expected));
        }
    }
}

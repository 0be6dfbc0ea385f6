// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.List;
import java.util.Locale;
import org.cloister.amd.tcb.Generation;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.tcb.TcbCodes;
import org.cloister.amd.tcb.TcbLayout;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;

/** Which generations a report's processor may be of. */
final class PossibleGenerations {
    /** Generations use this many bytes of CHIP_ID, or all of it. */
    private static final int SHORT_ID = 8;

    private PossibleGenerations() {}

    static List<Generation> of(AttestationReport report) {
        return report.version().has(ReportField.CPUID_FAM_ID) ? List.of(byProcessor(report)) : byChipId(report);
    }

    /** The same, and none where the processor is not known. */
    static List<Generation> find(AttestationReport report) {
        try {
            return of(report);
        } catch (CloisterException unknown) {
            return List.of();
        }
    }

    /** The layouts of TCB versions that those have; none where the processor is not known. */
    static List<TcbLayout> layouts(AttestationReport report) {
        return find(report).stream()
                .flatMap(one -> one.tcbLayout().stream())
                .distinct()
                .toList();
    }

    private static Generation byProcessor(AttestationReport report) {
        int family = (int) report.number(ReportField.CPUID_FAM_ID);
        int model = (int) report.number(ReportField.CPUID_MOD_ID);
        Generation generation = Generations.of(family, model);
        if (!generation.snp()) {
            throw Problem.input(
                            TcbCodes.GENERATION_SNP, generation.product() + " has no SEV-SNP and makes no such report")
                    .at("cpuid_fam_id at offset 0x188")
                    .found(String.format(Locale.ROOT, "family 0x%02x, model 0x%02x", family, model))
                    .exception();
        }
        return generation;
    }

    private static List<Generation> byChipId(AttestationReport report) {
        Bytes id = report.bytes(ReportField.CHIP_ID);
        int used = id.slice(SHORT_ID, id.length() - SHORT_ID).isZero() ? SHORT_ID : id.length();
        return Generations.withSnp().stream()
                .filter(one -> one.firstReport() <= report.version().number())
                .filter(one -> id.isZero() || one.hardwareIdLength() == used)
                .toList();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.report.ReportVersion;

/**
 * Which firmware runs, by the reports that are asked of it: later versions of the report came with later firmware. Rows
 * that were seen are those of real reports, or of the files that Linux loads (linux-firmware, {@code amd/README}); the
 * others lie between them, and are not verified.
 */
enum FirmwareTable {
    /** amd_sev_fam17h_model0xh.sbin, and seen in logs of Linux that loaded it. */
    NAPLES(EmulatedGeneration.NAPLES, null, 0, 17, 48),
    /** amd_sev_fam17h_model3xh.sbin; logs of Linux that were seen have builds 4 and 14. */
    ROME(EmulatedGeneration.ROME, null, 0, 24, 20),
    /** Seen. */
    MILAN_2(EmulatedGeneration.MILAN, ReportVersion.V2, 1, 52, 4),
    /** Seen. */
    MILAN_3(EmulatedGeneration.MILAN, ReportVersion.V3, 1, 55, 29),
    /** Not seen. */
    MILAN_5(EmulatedGeneration.MILAN, ReportVersion.V5, 1, 55, 50),
    /** amd_sev_fam19h_model1xh.sbin. */
    GENOA_2(EmulatedGeneration.GENOA, ReportVersion.V2, 1, 55, 21),
    /** Seen. */
    GENOA_3(EmulatedGeneration.GENOA, ReportVersion.V3, 1, 55, 40),
    /** Not seen: logs of Linux on processors with 1006 identifiers have build 61, and no report with it. */
    GENOA_5(EmulatedGeneration.GENOA, ReportVersion.V5, 1, 55, 60),
    /** Not seen: Turin is met with later versions. */
    TURIN_2(EmulatedGeneration.TURIN, ReportVersion.V2, 1, 55, 38),
    /** Not seen. */
    TURIN_3(EmulatedGeneration.TURIN, ReportVersion.V3, 1, 55, 45),
    /** Seen. */
    TURIN_5(EmulatedGeneration.TURIN, ReportVersion.V5, 1, 55, 65);

    private final EmulatedGeneration generation;
    private final Optional<ReportVersion> reports;
    private final FirmwareVersion firmware;

    FirmwareTable(EmulatedGeneration generation, ReportVersion reports, int major, int minor, int build) {
        this.generation = generation;
        this.reports = Optional.ofNullable(reports);
        firmware = new FirmwareVersion(major, minor, build);
    }

    /**
     * The firmware of a generation.
     *
     * @param reports the version of its reports; empty where it makes none
     */
    static FirmwareVersion of(EmulatedGeneration generation, Optional<ReportVersion> reports) {
        return Arrays.stream(values())
                .filter(row -> row.generation == generation && row.reports.equals(reports))
                .findFirst()
                .orElseThrow()
                .firmware;
    }
}

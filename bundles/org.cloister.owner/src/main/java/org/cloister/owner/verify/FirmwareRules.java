// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.report.ReportField;
import org.cloister.api.Numbers;
import org.cloister.owner.verify.Rule.Judgement;

/** Rules about versions of the SNP firmware. */
final class FirmwareRules {
    static final String SYNTAX = "the least version, MAJOR.MINOR or MAJOR.MINOR.BUILD";

    private FirmwareRules() {}

    static Rule current(AppraisalSetting setting) {
        return atLeast(setting, AttestationReport::currentFirmware);
    }

    static Rule committed(AppraisalSetting setting) {
        return atLeast(setting, AttestationReport::committedFirmware);
    }

    /** Nothing runs that is not committed: provisional firmware can be taken back to what it replaced. */
    static Rule notProvisional(AppraisalSetting setting) {
        return subject -> {
            AttestationReport report = subject.report();
            List<String> faults = new ArrayList<>();
            long current = report.number(ReportField.CURRENT_TCB);
            long committed = report.number(ReportField.COMMITTED_TCB);
            if (current != committed) {
                faults.add("TCB " + Numbers.hex(current) + " runs, " + Numbers.hex(committed) + " is committed");
            }
            if (!report.currentFirmware().equals(report.committedFirmware())) {
                faults.add("firmware " + report.currentFirmware() + " runs, " + report.committedFirmware()
                        + " is committed");
            }
            String whole = "committed: " + report.currentFirmware() + ", TCB " + Numbers.hex(current);
            return new Judgement(faults.isEmpty(), faults.isEmpty() ? whole : String.join("; ", faults));
        };
    }

    private static Rule atLeast(AppraisalSetting setting, Function<AttestationReport, FirmwareVersion> which) {
        List<Integer> numbers = setting.version(setting.single(), 2, 3);
        int build = numbers.size() == 3 ? numbers.get(2) : 0;
        FirmwareVersion least = new FirmwareVersion(numbers.get(0), numbers.get(1), build);
        return subject -> {
            FirmwareVersion seen = which.apply(subject.report());
            return Judgement.of(seen.compareTo(least) >= 0, seen.toString(), "at least " + least);
        };
    }
}

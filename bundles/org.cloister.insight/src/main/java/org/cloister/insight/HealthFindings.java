// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import java.util.List;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;

/** Makes the result of a health check of diagnoses. */
final class HealthFindings {
    private HealthFindings() {}

    /**
     * One that is not healthy is a warning as long as another one of its kind is, and critical when none is.
     *
     * @param all what a doctor found
     * @param kind what the check is about
     * @param none what it means when there is nothing of that kind
     */
    static Result of(List<Diagnosis> all, Kind kind, String none) {
        List<Diagnosis> mine =
                all.stream().filter(diagnosis -> diagnosis.kind() == kind).toList();
        boolean any = mine.stream().anyMatch(Diagnosis::healthy);
        FormattingResultLog log = new FormattingResultLog();
        if (mine.isEmpty()) {
            log.critical(none);
        }
        for (Diagnosis diagnosis : mine) {
            add(log, diagnosis, any);
        }
        return new Result(log);
    }

    private static void add(FormattingResultLog log, Diagnosis diagnosis, boolean warning) {
        if (diagnosis.healthy()) {
            log.info("{}: {}", diagnosis.subject(), diagnosis.summary());
        } else if (warning) {
            log.warn("{}: {}; {}", diagnosis.subject(), diagnosis.summary(), diagnosis.remedy());
        } else {
            log.critical("{}: {}; {}", diagnosis.subject(), diagnosis.summary(), diagnosis.remedy());
        }
    }
}

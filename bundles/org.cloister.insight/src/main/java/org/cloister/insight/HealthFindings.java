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
     * Each at its level.
     *
     * @param all what a doctor found
     * @param kind what the check is about
     * @param none what it means when there is nothing of that kind
     */
    static Result of(List<Diagnosis> all, Kind kind, String none) {
        List<Diagnosis> mine =
                all.stream().filter(diagnosis -> diagnosis.kind() == kind).toList();
        FormattingResultLog log = new FormattingResultLog();
        if (mine.isEmpty()) {
            log.critical(none);
        }
        mine.forEach(diagnosis -> add(log, diagnosis));
        return new Result(log);
    }

    private static void add(FormattingResultLog log, Diagnosis diagnosis) {
        String subject = diagnosis.subject();
        switch (diagnosis.level()) {
            case OK -> log.info("{}: {}", subject, diagnosis.summary());
            case WARN -> log.warn("{}: {}; {}", subject, diagnosis.summary(), diagnosis.remedy());
            case CRITICAL -> log.critical("{}: {}; {}", subject, diagnosis.summary(), diagnosis.remedy());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import java.util.Optional;
import org.cloister.api.operate.Diagnosis;

/** How a cause becomes a diagnosis. */
final class Diagnoses {
    private Diagnoses() {}

    static Diagnosis healthy(String subject, String summary) {
        return new Diagnosis(subject, true, summary, List.of(), "");
    }

    static Diagnosis of(String subject, Cause cause) {
        return new Diagnosis(subject, false, cause.firstCause(), cause.chain(), cause.remedy());
    }

    static Diagnosis of(String subject, Optional<Cause> cause, String summary) {
        return cause.map(found -> of(subject, found)).orElseGet(() -> healthy(subject, summary));
    }
}

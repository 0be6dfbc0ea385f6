// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import java.util.Optional;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;

/** How a cause becomes a diagnosis of a part, by its kind and name. */
final class Diagnoses {
    private Diagnoses() {}

    static Diagnosis healthy(Kind kind, String name, String summary) {
        return new Diagnosis(kind, kind.subject(name), true, summary, List.of(), "");
    }

    static Diagnosis of(Kind kind, String name, Cause cause) {
        return new Diagnosis(kind, kind.subject(name), false, cause.firstCause(), cause.chain(), cause.remedy());
    }

    static Diagnosis of(Kind kind, String name, Optional<Cause> cause, String summary) {
        return cause.map(found -> of(kind, name, found)).orElseGet(() -> healthy(kind, name, summary));
    }
}

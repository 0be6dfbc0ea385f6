// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.List;
import java.util.Optional;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.Diagnosis.Level;

/** How a cause becomes a diagnosis of a part, by its kind and name. */
final class Diagnoses {
    private Diagnoses() {}

    static Diagnosis healthy(Kind kind, String name, String summary) {
        return new Diagnosis(kind, kind.subject(name), Level.OK, summary, List.of(), "");
    }

    static Diagnosis of(Kind kind, String name, Level level, Cause cause) {
        return new Diagnosis(kind, kind.subject(name), level, cause.firstCause(), cause.chain(), cause.remedy());
    }

    /** A part that others can do without. */
    static Diagnosis of(Kind kind, String name, Optional<Cause> cause, String summary) {
        return cause.map(found -> of(kind, name, Level.WARN, found)).orElseGet(() -> healthy(kind, name, summary));
    }
}

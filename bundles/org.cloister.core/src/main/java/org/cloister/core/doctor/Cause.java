// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * Why something is not as it should be.
 *
 * @param chain from what was seen to the first cause, one line each, not empty
 * @param remedy what fixes the first cause
 */
record Cause(List<String> chain, String remedy) {
    Cause {
        chain = List.copyOf(chain);
    }

    static Cause first(String line, String remedy) {
        return new Cause(List.of(line), remedy);
    }

    /** This cause with its consequence. */
    Cause leadsTo(String symptom) {
        List<String> longer = new ArrayList<>();
        longer.add(symptom);
        longer.addAll(chain);
        return new Cause(longer, remedy);
    }

    String firstCause() {
        return chain.get(chain.size() - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.List;
import org.cloister.api.launch.Candidate;

/** What was considered for a launch, for people. */
public final class CandidateTable {
    private CandidateTable() {}

    /** One line for each candidate, with its reason. */
    public static Table of(List<Candidate> candidates) {
        Table table = new Table("  ");
        candidates.forEach(candidate -> table.row(
                candidate.type().name(),
                candidate.platform(),
                candidate.trust().name(),
                candidate.eligible() ? "possible" : "not possible",
                candidate.reason()));
        return table;
    }
}

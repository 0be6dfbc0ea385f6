// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.report;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.cloister.api.launch.Guest;

/**
 * Which guests were run by commands, and how that went. Forgets guests that nobody keeps. Safe for use by several
 * threads.
 */
public final class ExecutionLog {
    private static final ExecutionReport RUNNING = ExecutionReport.going();

    private final Map<Guest, ExecutionReport> reports = Collections.synchronizedMap(new WeakHashMap<>());

    /** Runs a guest, and keeps the result. */
    public ExecutionReport during(Guest guest, Supplier<ExecutionReport> run) {
        reports.put(guest, RUNNING);
        ExecutionReport report = ExecutionReport.impossible("its run failed");
        try {
            report = run.get();
            return report;
        } finally {
            reports.put(guest, report);
        }
    }

    /** The result of its last run; {@link ExecutionReport#NOT_ASKED} for a guest that was never run. */
    public ExecutionReport of(Guest guest) {
        return reports.getOrDefault(guest, ExecutionReport.NOT_ASKED);
    }
}

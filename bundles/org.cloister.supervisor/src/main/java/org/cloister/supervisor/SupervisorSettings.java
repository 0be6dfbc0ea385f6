// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a supervisor tells and breaks. Immutable. Consumers are called by several threads.
 *
 * @param trace gets a line of JSON for each command to the secure processor
 * @param log gets a line for people for each
 * @param failures calls that are to fail, each as {@code COMMAND:N=STATUS}
 */
public record SupervisorSettings(
        Optional<Consumer<String>> trace, Optional<Consumer<String>> log, List<String> failures) {
    /** Tells nothing, and breaks nothing. */
    public static final SupervisorSettings QUIET =
            new SupervisorSettings(Optional.empty(), Optional.empty(), List.of());

    /** Keeps a copy. */
    public SupervisorSettings {
        failures = List.copyOf(failures);
    }

    /** The same with a trace. */
    public SupervisorSettings withTrace(Consumer<String> lines) {
        return new SupervisorSettings(Optional.of(lines), log, failures);
    }

    /** The same with a log. */
    public SupervisorSettings withLog(Consumer<String> lines) {
        return new SupervisorSettings(trace, Optional.of(lines), failures);
    }

    /** The same with other calls that are to fail. */
    public SupervisorSettings withFailures(List<String> wanted) {
        return new SupervisorSettings(trace, log, wanted);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.Locale;
import java.util.Optional;
import org.cloister.api.launch.GuestState;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.PlatformFacts;
import org.cloister.core.guard.GuestRuns;
import org.cloister.core.guard.MachineCalls;

/** Whether the processors of a guest run, and may. */
final class GuestExecution {
    private static final String ON_ITS_WAY = "the guest is being sent, was sent, or is held";

    private final GuestMachine session;
    private final LaunchProgress standing;
    private final GuestOperations operations;
    private final GuestRuns runs;

    GuestExecution(GuestMachine session, LaunchProgress standing, GuestOperations operations) {
        this.session = session;
        this.standing = standing;
        this.operations = operations;
        runs = new GuestRuns(this::allowed, () -> standing.state() == GuestState.RUNNING, ON_ITS_WAY);
    }

    private boolean allowed() {
        return standing.state() == GuestState.RUNNING && standing.moving().isEmpty();
    }

    /** Their runs. */
    GuestRuns runs() {
        return runs;
    }

    Optional<Executor> executor() {
        return allowed() ? operations.asked(() -> counted(session.machine())) : Optional.empty();
    }

    private Optional<Executor> counted(MachineCalls machine) {
        return machine.executor().map(executor -> runs.of(executor, executor.resumes()));
    }

    Optional<String> whyNot() {
        if (!allowed()) {
            String now = standing.moving()
                    .map(Moving::word)
                    .orElseGet(() -> standing.state().name().toLowerCase(Locale.ROOT));
            return Optional.of("the guest is not running: it is " + now);
        }
        return executor().isPresent() ? Optional.empty() : Optional.of(session.whyNot(PlatformFacts.EXECUTION));
    }
}

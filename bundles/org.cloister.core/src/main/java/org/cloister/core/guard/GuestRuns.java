// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.Executor.End;
import org.cloister.api.platform.Executor.Reason;

/**
 * The runs of a guest's processors: none begins when they must not run, and those under way are halted while something
 * else happens to the guest. They go on afterwards, without their callers' notice, or end where the guest is gone. Safe
 * for use by several threads.
 */
public final class GuestRuns {
    private final BooleanSupplier allowed;
    private final BooleanSupplier there;
    private final String why;
    private final Set<Turn> turns = new HashSet<>();
    private boolean halted;

    /**
     * No runs yet.
     *
     * @param allowed whether processors may run; asked when a run was noted already: who forbids runs first and halts
     *     them then misses none
     * @param there whether the guest may still be run here some day
     * @param why why a run ends that is not allowed
     */
    public GuestRuns(BooleanSupplier allowed, BooleanSupplier there, String why) {
        this.allowed = allowed;
        this.there = there;
        this.why = why;
    }

    /** Processors run, until they end or are halted. */
    private static final class Turn {
        private final boolean resumes;
        private final Cancellation ending = new Cancellation();
        private boolean halted;

        Turn(boolean resumes) {
            this.resumes = resumes;
        }
    }

    /**
     * The same executor, noted.
     *
     * @param resumes what it says of that
     */
    public Executor of(Executor executor, boolean resumes) {
        return new Executor() {
            @Override
            public End run(OutputStream console, Limits limits) {
                return toItsEnd(executor, resumes, console, limits);
            }

            @Override
            public boolean resumes() {
                return resumes;
            }
        };
    }

    /** Whether one is under way. */
    public synchronized boolean any() {
        return !turns.isEmpty();
    }

    /**
     * Halts all runs. Until {@link #goOn} none begins or goes on; who halted calls that, whatever this answers.
     *
     * @param limits how long it may take
     * @return false, with nothing halted, when there is one that could not go on later
     */
    public boolean halt(Limits limits) {
        List<Turn> under = new ArrayList<>();
        synchronized (this) {
            if (turns.stream().anyMatch(turn -> !turn.resumes)) {
                return false;
            }
            halted = true;
            turns.forEach(turn -> turn.halted = true);
            under.addAll(turns);
        }
        under.forEach(turn -> turn.ending.cancel());
        awaitEnds(limits);
        return true;
    }

    private synchronized void awaitEnds(Limits limits) {
        while (!turns.isEmpty()) {
            await(limits);
        }
    }

    /** What was halted goes on, where that is allowed. */
    public synchronized void goOn() {
        halted = false;
        notifyAll();
    }

    /** The guest is closed: runs under way end, and nobody waits for that here. */
    public void end() {
        List<Turn> under;
        synchronized (this) {
            under = List.copyOf(turns);
        }
        under.forEach(turn -> turn.ending.cancel());
    }

    private End toItsEnd(Executor executor, boolean resumes, OutputStream console, Limits limits) {
        RunConsole ahead = new RunConsole(console, limits);
        End end;
        try {
            end = turns(executor, resumes, ahead, limits);
        } catch (RuntimeException | Error e) {
            ahead.abandon();
            throw e;
        }
        try {
            ahead.close();
            return end;
        } catch (IOException e) {
            return end.reason() == Reason.FAILED
                    ? end
                    : new End(Reason.FAILED, "the console could not be written: " + e.getMessage());
        }
    }

    private End turns(Executor executor, boolean resumes, RunConsole console, Limits limits) {
        Turn turn = begin(resumes);
        End end;
        try {
            end = allowed.getAsBoolean() ? run(executor, turn, console, limits) : new End(Reason.FAILED, why);
        } finally {
            over(turn);
        }
        while (turn.halted && end.reason() == Reason.STOPPED) {
            try {
                turn = beginAgain(limits);
            } catch (CloisterException e) {
                return new End(Reason.STOPPED, e.problem().what());
            }
            try {
                end = run(executor, turn, console, limits);
            } finally {
                over(turn);
            }
        }
        return end;
    }

    private synchronized Turn begin(boolean resumes) {
        Turn turn = new Turn(resumes);
        turns.add(turn);
        return turn;
    }

    private synchronized void over(Turn turn) {
        turns.remove(turn);
        notifyAll();
    }

    /** Waits until runs go on. */
    private synchronized Turn beginAgain(Limits limits) {
        while (halted || there.getAsBoolean() && !allowed.getAsBoolean()) {
            await(limits);
        }
        limits.check();
        if (!there.getAsBoolean()) {
            throw Problem.operation(ProblemCodes.GUEST_CLOSED, "the guest was sent away, or ended")
                    .exception();
        }
        return begin(true);
    }

    private static End run(Executor executor, Turn turn, RunConsole console, Limits limits) {
        console.begin();
        try (Cancellation.Registration asked = limits.cancellation().onCancel(turn.ending::cancel);
                Cancellation.Registration urgent = turn.ending.onCancel(console::hurry)) {
            return executor.run(
                    console,
                    limits.deadline()
                            .map(deadline -> Limits.of(turn.ending, deadline))
                            .orElseGet(() -> Limits.of(turn.ending)));
        }
    }

    /** Waits until something happens, or the limits end that. */
    private void await(Limits limits) {
        limits.check();
        try (Cancellation.Registration asked = limits.cancellation().onCancel(this::wake)) {
            // Who cancels from here on wakes it: that takes the lock, which waiting gives back
            limits.check();
            long nanos = limits.deadline()
                    .map(deadline -> Math.max(1, deadline.remainingNanos()))
                    .orElse(Long.MAX_VALUE);
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the thread was interrupted")
                    .exception(e);
        }
    }

    private synchronized void wake() {
        notifyAll();
    }
}

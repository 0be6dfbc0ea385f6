// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.doctor.FailureText;
import org.cloister.core.guard.BoundedThread;

/**
 * Runs a vendor's code in a thread of its own, until a deadline. Java cannot stop a thread that does not listen: it is
 * left behind and reported by name.
 */
final class TimedCall {
    private static final long LOOK_MILLIS = 20;
    private static final long GRACE_MILLIS = 500;

    private TimedCall() {}

    /** Until the limits end it or the span is over, whichever is first. */
    static Limits shorter(Limits limits, Duration span) {
        Deadline own = Deadline.after(span);
        Deadline given = limits.deadline().orElse(own);
        boolean sooner = given.remainingNanos() < own.remainingNanos();
        return Limits.of(limits.cancellation(), sooner ? given : own);
    }

    /** Limits of one's own cancellation beside the given. */
    static Limits with(Cancellation cancellation, Limits limits) {
        return limits.deadline()
                .map(deadline -> Limits.of(cancellation, deadline))
                .orElseGet(() -> Limits.of(cancellation));
    }

    /**
     * Runs work.
     *
     * @param name of the work, and of its thread
     * @throws CloisterException what the work threw; {@code swap.hangs} when it goes on though it should not
     */
    static <T> T run(String name, Limits limits, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new BoundedThread(task, name);
        thread.start();
        try {
            return await(task, limits);
        } catch (CloisterException e) {
            task.cancel(true);
            throw ended(thread) ? e : hangs(thread, e);
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the thread was interrupted")
                    .exception();
        }
    }

    private static <T> T await(FutureTask<T> task, Limits limits) throws InterruptedException {
        while (true) {
            try {
                return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                limits.check();
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            }
        }
    }

    private static CloisterException failure(Throwable cause) {
        if (cause instanceof CloisterException known) {
            return known;
        }
        // As text only: an exception holds on to the class loader of who threw it
        return Problem.operation(CoreCodes.SWAP_FAILED, "a step failed")
                .found(FailureText.of(cause))
                .exception();
    }

    private static boolean ended(Thread thread) {
        try {
            thread.join(GRACE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private static CloisterException hangs(Thread thread, CloisterException limit) {
        StackTraceElement[] stack = thread.getStackTrace();
        String place = stack.length == 0 ? "" : ", in " + stack[0];
        return Problem.operation(
                        CoreCodes.SWAP_HANGS,
                        "the backend does not come to an end: "
                                + limit.problem().what())
                .at(thread.getName())
                .found("thread \"" + thread.getName() + "\" (" + thread.getId() + ")" + place)
                .remedy("the thread is left behind until this process ends; report it to who made the bundle")
                .exception();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.guard;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * A call of a vendor's method, in a thread of its own. Its time runs from when it began: of several that are begun
 * before the first answer is taken, those that are silent cost their limit once.
 *
 * @param <T> the answer
 */
public final class VendorQuestion<T> {
    private final VendorService<?> asked;
    private final VendorMethod method;
    private final Duration limit;
    private final FutureTask<T> task;
    private final Asker thread;
    private final long end;

    private VendorQuestion(VendorService<?> asked, VendorMethod method, Duration limit, Callable<T> work) {
        this.asked = asked;
        this.method = method;
        this.limit = limit;
        this.task = new FutureTask<>(work);
        this.thread = new Asker(method.bundle(), task);
        this.end = System.nanoTime() + limit.toNanos();
    }

    static <T> VendorQuestion<T> begin(VendorService<?> asked, VendorMethod method, Duration limit, Callable<T> work) {
        VendorQuestion<T> question = new VendorQuestion<>(asked, method, limit, work);
        question.thread.start();
        return question;
    }

    /**
     * Asks several the same side by side.
     *
     * @param passedOver gets why one does not answer; the others' answers come all the same
     * @return in their order, of those that answered
     */
    public static <V, T> Map<V, T> answers(
            List<V> asked, Function<V, VendorQuestion<T>> ask, Consumer<CloisterException> passedOver) {
        List<VendorQuestion<T>> begun = asked.stream().map(ask).toList();
        Map<V, T> answers = new LinkedHashMap<>();
        for (int i = 0; i < begun.size(); i++) {
            try {
                answers.put(asked.get(i), begun.get(i).answer());
            } catch (CloisterException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                passedOver.accept(e);
            }
        }
        return answers;
    }

    /**
     * Waits for the answer.
     *
     * @return never null
     * @throws CloisterException the vendor's own, {@code vendor.defect} which names bundle and method, or
     *     {@code call.cancelled} when this thread is interrupted
     */
    public T answer() {
        try {
            return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CloisterException told ? told : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            CloisterException silence = silence();
            leave();
            throw silence;
        } catch (InterruptedException e) {
            leave();
            Thread.currentThread().interrupt();
            throw Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the thread was interrupted")
                    .exception(e);
        }
    }

    private void leave() {
        asked.left(this);
        thread.interrupt();
    }

    /** Whether it was given up and has not come back; only of one that was. */
    boolean stuck() {
        return thread.isAlive();
    }

    CloisterException silence() {
        VendorMethod now = thread.in();
        return (now == null ? method : now).silence(limit);
    }
}

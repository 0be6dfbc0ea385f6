// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.operate.VendorFault;

/**
 * Calls into vendors' code. Whatever leaves it against the contract is a problem that names bundle and method. What it
 * is called for decides how long it may take:
 *
 * <ul>
 *   <li>a <em>question</em> is answered within a fixed time. Of several that are asked side by side those that do not
 *       answer cost that time once.
 *   <li>an <em>operation</em>, such as a launch, has the limits that its caller gave it. Its steps are calls in the one
 *       thread that it has; when one overruns the limits, the operation is left behind in there.
 * </ul>
 *
 * <p>Java cannot stop a thread that does not listen. What is left behind is interrupted, and listed until it comes
 * back. Safe for use by several threads.
 */
public final class GuardedCalls implements AutoCloseable {
    private static final int MOST_STUCK = 16;
    private static final String NO_VENDOR = "";

    private final Map<Long, Vendor> vendors = new ConcurrentHashMap<>();
    private final Workers workers = new Workers();
    private final Set<Task<?>> underWay = ConcurrentHashMap.newKeySet();
    private final NotedFaults noted = new NotedFaults();
    private volatile Times times = Times.DEFAULT;

    /** From now on a question may take so long. */
    public void during(Duration answer) {
        if (!answer.equals(times.answer())) {
            times = new Times(answer);
        }
    }

    /** How long a question may take, in nanoseconds. */
    public long patience() {
        return times.question();
    }

    /** A little less: who waits for something within a question gives up before it is given up. */
    public Duration shortOfPatience() {
        return times.answer().multipliedBy(4).dividedBy(5);
    }

    /** A service of a bundle's, the same for all who call it: they share that it does not answer. */
    public Vendor vendor(long service, String bundle) {
        return vendors.computeIfAbsent(service, none -> new Vendor(bundle));
    }

    /** Threads in which a vendor's code ran are not kept: its service was unregistered. */
    public void went(Vendor vendor) {
        vendors.values().remove(vendor);
        workers.went(vendor);
        noted.went(vendor);
    }

    /** Notes that a service is not used. */
    public void refused(Vendor vendor, Problem problem) {
        noted.note(new NotedFault(vendor, false, problem, Instant.now()));
    }

    /** Notes that a machine was not given back. */
    void leaked(Vendor vendor, Problem problem) {
        noted.note(new NotedFault(vendor, true, problem, Instant.now()));
    }

    /**
     * What vendors' bundles did that still has an effect, oldest first; also the calls of operations that have gone on
     * for longer than a plan may take, with whatever limits.
     */
    public List<VendorFault> faults() {
        Stream<Overrun> others = underWay.stream().flatMap(task -> task.goingOn(times.plan()).stream());
        return Stream.concat(Stream.concat(workers.stuck().stream(), others).map(Overrun::fault), noted.all())
                .sorted(Comparator.comparing(VendorFault::since))
                .toList();
    }

    /**
     * Calls a vendor in this thread, whose time somebody bounds.
     *
     * @return never null
     * @throws CloisterException what the vendor threw, or its defect
     */
    <T> T inside(VendorCall call, Callable<T> work) {
        T answer = made(call, work);
        if (answer == null) {
            throw Blame.answered(call, "null");
        }
        return answer;
    }

    /** As {@link #inside}, for a method without an answer. */
    void insideVoid(VendorCall call, Runnable work) {
        made(call, () -> {
            work.run();
            return null;
        });
    }

    /** As {@link #inside}, where null is an answer. */
    <T> T made(VendorCall call, Callable<T> work) {
        if (!(Thread.currentThread() instanceof Worker worker)) {
            return guarded(call, work);
        }
        requireFew(call, worker);
        VendorCall outer = worker.enter(call);
        try {
            return guarded(call, work);
        } finally {
            worker.leave(outer);
        }
    }

    private static <T> T guarded(VendorCall call, Callable<T> work) {
        try {
            return work.call();
        } catch (Throwable e) {
            throw Blame.thrown(call, e);
        }
    }

    /** A bundle that does not come back is not given ever more threads. */
    private void requireFew(VendorCall call, Worker worker) {
        List<Overrun> stuck = workers.stuck();
        if (stuck.isEmpty()) {
            return;
        }
        if (worker.questioned()) {
            call.vendor().silence().ifPresent(e -> {
                throw e;
            });
        }
        String bundle = call.vendor().bundle();
        List<Overrun> own = stuck.stream()
                .filter(overrun -> overrun.call().vendor().bundle().equals(bundle))
                .toList();
        if (own.size() >= MOST_STUCK) {
            throw own.get(0).exception();
        }
    }

    /** Has work done that asks a vendor something; it has the time of one question for all that it asks. */
    public <T> T question(Vendor vendor, Supplier<T> work) {
        return question(vendor, times.question(), work);
    }

    /**
     * As {@link #question}; within one that may go on without an answer, it has a part of its time, so that it is not
     * given up with it.
     */
    public <T> T apart(Vendor vendor, Supplier<T> work) {
        vendor.silence().ifPresent(e -> {
            throw e;
        });
        long nanos = questioned() ? times.part() : times.question();
        return answer(begin(vendor, work, true), vendor, System.nanoTime() + nanos, nanos);
    }

    /** As {@link #question}, for a plan that somebody else's launch waits for. */
    public <T> T planning(Vendor vendor, Supplier<T> work) {
        return question(vendor, times.plan(), work);
    }

    /** Whether this thread answers a question that somebody waits for. */
    public static boolean questioned() {
        return Thread.currentThread() instanceof Worker worker && worker.questioned();
    }

    private <T> T question(Vendor vendor, long nanos, Supplier<T> work) {
        if (questioned()) {
            return work.get();
        }
        Task<T> task = begin(vendor, work, true);
        return answer(task, vendor, System.nanoTime() + nanos, nanos);
    }

    /** Asks several something side by side; the answers come in their order. */
    public <V, T> List<Answered<T>> questions(List<V> asked, Function<V, Vendor> vendor, Function<V, T> work) {
        return questions(asked, vendor, times.question(), work);
    }

    /** As {@link #questions}; within an operation that is about them alone, as steps of it. */
    public <V, T> List<Answered<T>> questionsOf(
            boolean own, List<V> asked, Function<V, Vendor> vendor, Function<V, T> work) {
        return own && Thread.currentThread() instanceof Worker
                ? asked.stream().map(one -> Answered.of(() -> work.apply(one))).toList()
                : questions(asked, vendor, work);
    }

    /** As {@link #planning}; within an operation that is about it alone, a step of it. */
    public <T> T planningOf(Vendor vendor, Supplier<T> work) {
        return Thread.currentThread() instanceof Worker ? work.get() : planning(vendor, work);
    }

    /** As {@link #questions}, for plans. */
    public <V, T> List<Answered<T>> plannings(List<V> asked, Function<V, Vendor> vendor, Function<V, T> work) {
        return questions(asked, vendor, times.plan(), work);
    }

    private <V, T> List<Answered<T>> questions(
            List<V> asked, Function<V, Vendor> vendor, long nanos, Function<V, T> work) {
        long end = System.nanoTime() + nanos;
        List<Task<T>> tasks = new ArrayList<>();
        for (V one : asked) {
            tasks.add(begin(vendor.apply(one), () -> work.apply(one), true));
        }
        List<Answered<T>> answers = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            Task<T> task = tasks.get(i);
            Vendor of = vendor.apply(asked.get(i));
            answers.add(Answered.of(() -> answer(task, of, end, nanos)));
        }
        return answers;
    }

    private <T> Task<T> begin(Vendor vendor, Supplier<T> work, boolean question) {
        Task<T> task = new Task<>(work, question);
        workers.begin(vendor.bundle(), task);
        return task;
    }

    /** What is in no vendor's code when its time is over gets as long again: the host is slow. */
    private <T> T answer(Task<T> task, Vendor vendor, long end, long more) {
        task.await(() -> end - System.nanoTime());
        if (!task.done() && !task.inside()) {
            task.await(() -> end + more - System.nanoTime());
        }
        if (!task.done() && task.giveUp(this::leftQuestion)) {
            Overrun overrun = task.overrun();
            throw overrun == null ? Blame.waited(vendor) : overrun.exception();
        }
        return task.result();
    }

    private void leftQuestion(Overrun overrun) {
        overrun.call().vendor().silent(overrun);
        workers.left(overrun);
    }

    /**
     * Has an operation done in a thread of its own.
     *
     * @param vendor whose code most of it is
     * @param limits of the caller; some time after they ended it, it is left behind
     * @param beneath then takes away what it works with; called in the caller's thread
     */
    public <T> T operation(Vendor vendor, Limits limits, Supplier<T> work, Runnable beneath) {
        Task<T> task = begin(vendor, work, false);
        underWay.add(task);
        try {
            new OperationLimits(limits, times.grace()).await(task);
        } finally {
            underWay.remove(task);
        }
        if (task.done() || !task.giveUp(workers::left)) {
            return task.result();
        }
        beneath.run();
        throw OperationLimits.ended(limits, task.overrun());
    }

    /** Has something done that nobody waits for. */
    public void background(Runnable work) {
        workers.begin(
                NO_VENDOR,
                new Task<>(
                        () -> {
                            work.run();
                            return null;
                        },
                        false));
    }

    /** Ends the threads that wait; what is under way is let end. */
    @Override
    public void close() {
        workers.close();
    }
}

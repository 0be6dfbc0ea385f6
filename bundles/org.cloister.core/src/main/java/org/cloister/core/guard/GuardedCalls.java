// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Workers workers;
    private final Questions questions;
    private final Operations operations;
    private final NotedFaults noted = new NotedFaults();
    private volatile Times times = Times.DEFAULT;

    /** Nothing is called yet. */
    public GuardedCalls() {
        this(new Workers());
    }

    GuardedCalls(Workers workers) {
        this.workers = workers;
        this.questions = new Questions(workers);
        this.operations = new Operations(workers, questions::left);
    }

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
        Stream<Overrun> others = operations.goingOn(times.plan());
        return Stream.concat(Stream.concat(workers.stuck().stream(), others).map(Overrun::fault), noted.all())
                .sorted(Comparator.comparing(VendorFault::since))
                .toList();
    }

    /**
     * Calls a vendor: in this thread, if somebody bounds its time; else, as a client's thread that uses what it got of
     * a guest is in nobody's hands, as a question.
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
            return bounded() ? guarded(call, work) : question(call.vendor(), () -> made(call, work));
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
        if (worker.questioned() && !worker.ending()) {
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
        return questions.one(vendor, questioned() ? times.part() : times.question(), work);
    }

    /** As {@link #question}, for a plan that somebody else's launch waits for. */
    public <T> T planning(Vendor vendor, Supplier<T> work) {
        return question(vendor, times.plan(), work);
    }

    /**
     * As {@link #question}, for the end of something: it is tried also where the vendor has not answered another one.
     */
    void end(Vendor vendor, Runnable work) {
        if (questioned()) {
            work.run();
        } else {
            questions.end(vendor, times.question(), work);
        }
    }

    /** Whether somebody bounds what this thread does. */
    static boolean bounded() {
        Thread current = Thread.currentThread();
        return current instanceof Worker || current instanceof BoundedThread;
    }

    /** Whether this thread answers a question that somebody waits for. */
    public static boolean questioned() {
        return Thread.currentThread() instanceof Worker worker && worker.questioned();
    }

    private <T> T question(Vendor vendor, long nanos, Supplier<T> work) {
        return questioned() ? work.get() : questions.one(vendor, nanos, work);
    }

    /** Asks several something side by side; the answers come in their order. */
    public <V, T> List<Answered<T>> questions(List<V> asked, Function<V, Vendor> vendor, Function<V, T> work) {
        return questions.several(asked, vendor, times.question(), work);
    }

    /** As {@link #questions}; within an operation that is about them alone, as steps of it. */
    public <V, T> List<Answered<T>> questionsOf(
            boolean own, List<V> asked, Function<V, Vendor> vendor, Function<V, T> work) {
        return own && Thread.currentThread() instanceof Worker
                ? asked.stream().map(one -> Answered.of(() -> work.apply(one))).toList()
                : questions(asked, vendor, work);
    }

    /** As {@link #questions}; to ask one alone is a step of an operation that may be repeated. */
    public <V, T> List<Answered<T>> questionsWithin(List<V> asked, Function<V, Vendor> vendor, Function<V, T> work) {
        Optional<Task<?>> within = asked.size() == 1 && Thread.currentThread() instanceof Worker worker
                ? worker.repeatable()
                : Optional.empty();
        return within.map(task -> asked.stream()
                        .map(one -> Answered.of(() -> task.asks(vendor.apply(one), () -> work.apply(one))))
                        .toList())
                .orElseGet(() -> questions(asked, vendor, work));
    }

    /** As {@link #planning}; within an operation that is about it alone, a step of it. */
    public <T> T planningOf(Vendor vendor, Supplier<T> work) {
        return Thread.currentThread() instanceof Worker ? work.get() : planning(vendor, work);
    }

    /** As {@link #questions}, for plans. */
    public <V, T> List<Answered<T>> plannings(List<V> asked, Function<V, Vendor> vendor, Function<V, T> work) {
        return questions.several(asked, vendor, times.plan(), work);
    }

    /**
     * Has an operation done in a thread of its own.
     *
     * @param vendor whose code most of it is
     * @param limits of the caller; some time after they ended it, it is left behind
     * @param beneath then takes away what it works with; called in the caller's thread
     */
    public <T> T operation(Vendor vendor, Limits limits, Supplier<T> work, Runnable beneath) {
        return operations.run(vendor, limits, times, new Task<>(work, Task.Kind.OPERATION), beneath);
    }

    /**
     * As {@link #operation}, where the last thing that work does before it changes anything may be a question
     * ({@link #questionsWithin}). When that has no answer in time, the work is done again, in which the question fails
     * at once.
     */
    public <T> T repeatable(Vendor vendor, Limits limits, Supplier<T> work, Runnable beneath) {
        return operations.run(vendor, limits, times, new Task<>(work, Task.Kind.REPEATABLE), beneath);
    }

    /** As {@link #operation}, for a run of a guest's processors, which may go on for as long as its limits let it. */
    <T> T run(Vendor vendor, Limits limits, Supplier<T> work) {
        return operations.run(vendor, limits, times, new Task<>(work, Task.Kind.RUN), () -> {});
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
                        Task.Kind.OPERATION));
    }

    /** Ends the threads that wait; what is under way is let end. */
    @Override
    public void close() {
        workers.close();
    }
}

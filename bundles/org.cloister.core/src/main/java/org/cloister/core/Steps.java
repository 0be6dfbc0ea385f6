// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.cloister.api.Limits;
import org.cloister.api.launch.LaunchListener;
import org.cloister.api.launch.Step;

/** Carries out steps: notifies the listener, times them, and checks the limits before and after each. */
public final class Steps {
    private final LaunchListener listener;
    private final Limits limits;
    private final List<Step> done;

    /** Steps that are done are added to {@code done}, which may be read by other threads. */
    public Steps(LaunchListener listener, Limits limits, List<Step> done) {
        this.listener = listener;
        this.limits = limits;
        this.done = done;
    }

    /**
     * A step under way.
     *
     * @param name the step's name
     * @param nanos when it began, by {@link System#nanoTime}
     */
    record Begun(String name, long nanos) {}

    /** Begins a step. Whoever does it calls {@link #end} after it; a step that fails is never ended. */
    Begun begin(String name) {
        listener.begins(name);
        limits.check();
        return new Begun(name, System.nanoTime());
    }

    /** Ends a step that succeeded. */
    void end(Begun begun) {
        Step step = new Step(begun.name(), TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun.nanos()));
        limits.check();
        done.add(step);
        listener.ended(step);
    }

    /** Does a step and answers with its result. */
    public <T> T run(String name, Supplier<T> work) {
        Begun step = begin(name);
        T result = work.get();
        end(step);
        return result;
    }

    /** As {@link #run(String, Supplier)}; when the step turns out not to be wanted any more, its result is undone. */
    public <T> T run(String name, Supplier<T> work, Consumer<T> undo) {
        List<T> made = new ArrayList<>(1);
        try {
            T result = run(name, () -> {
                made.add(work.get());
                return made.get(0);
            });
            made.clear();
            return result;
        } finally {
            made.forEach(undo);
        }
    }

    /** Does a step. */
    public void run(String name, Runnable work) {
        Begun step = begin(name);
        work.run();
        end(step);
    }

    /** The same without a limit, for steps that have to be done once others were. */
    public Steps unlimited() {
        return new Steps(listener, Limits.NONE, done);
    }

    /** How long all steps may take. */
    public Limits limits() {
        return limits;
    }

    /** Hands a step's progress on to the listener. */
    BiConsumer<Long, Long> progress(String name) {
        return (count, total) -> listener.progress(name, count, total);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Questions that have a fixed time: each in a worker of its own, while who asks waits beside it. */
final class Questions {
    private final Workers workers;

    Questions(Workers workers) {
        this.workers = workers;
    }

    <T> T one(Vendor vendor, long nanos, Supplier<T> work) {
        return answer(begin(vendor, work, Task.Kind.QUESTION), vendor, System.nanoTime() + nanos, nanos);
    }

    /** As {@link #one}, also of a vendor that has not answered another one. */
    void end(Vendor vendor, long nanos, Runnable work) {
        Supplier<Boolean> ending = () -> {
            work.run();
            return true;
        };
        answer(begin(vendor, ending, Task.Kind.END), vendor, System.nanoTime() + nanos, nanos);
    }

    /** Side by side; the answers come in their order. */
    <V, T> List<Answered<T>> several(List<V> asked, Function<V, Vendor> vendor, long nanos, Function<V, T> work) {
        long end = System.nanoTime() + nanos;
        List<Task<T>> tasks = new ArrayList<>();
        for (V one : asked) {
            tasks.add(begin(vendor.apply(one), () -> work.apply(one), Task.Kind.QUESTION));
        }
        List<Answered<T>> answers = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            Task<T> task = tasks.get(i);
            Vendor of = vendor.apply(asked.get(i));
            answers.add(Answered.of(() -> answer(task, of, end, nanos)));
        }
        return answers;
    }

    private <T> Task<T> begin(Vendor vendor, Supplier<T> work, Task.Kind kind) {
        Task<T> task = new Task<>(work, kind);
        workers.begin(vendor.bundle(), task);
        return task;
    }

    /** What is in no vendor's code when its time is over gets as long again: the host is slow. */
    private <T> T answer(Task<T> task, Vendor vendor, long end, long more) {
        task.await(() -> end - System.nanoTime());
        if (!task.done() && !task.inside()) {
            task.await(() -> end + more - System.nanoTime());
        }
        if (!task.done() && task.giveUp(this::left)) {
            throw Blame.unanswered(vendor, task.overrun());
        }
        return task.result();
    }

    /** A call that did not answer: nobody puts a question to its vendor until it comes back. */
    void left(Overrun overrun) {
        overrun.call().vendor().silent(overrun);
        workers.left(overrun);
    }
}

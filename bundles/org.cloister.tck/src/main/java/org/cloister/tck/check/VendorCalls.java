// SPDX-License-Identifier: Apache-2.0
package org.cloister.tck.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;

/**
 * Calls into a vendor's code: each in a thread of its own, which is looked at afterwards, and none for longer than the
 * limit. Safe for use by several threads.
 */
public final class VendorCalls {
    private static final String GROUP = "cloister tck";

    private final ThreadGroup group = new ThreadGroup(GROUP);
    private final Duration limit;
    private final List<String> leftBehind = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> stuck = Collections.synchronizedList(new ArrayList<>());

    /** Calls of a length of at most {@code limit}. */
    public VendorCalls(Duration limit) {
        this.limit = limit;
    }

    /**
     * Makes a call that answers.
     *
     * @param what the method's name
     * @return never null
     * @throws CloisterException what the vendor answered with
     * @throws CheckEnd for null, any other exception, or no answer within the limit
     */
    public <T> T ask(String what, Callable<T> call) {
        T answer = perform(what, call);
        CheckEnd.require(answer != null, what + " answered with null");
        return answer;
    }

    /** Makes a call that answers nothing; throws as {@link #ask}. */
    public void tell(String what, Runnable call) {
        perform(what, () -> {
            call.run();
            return null;
        });
    }

    /** What calls left behind in their threads, each as a sentence. */
    public List<String> leftBehind() {
        return List.copyOf(leftBehind);
    }

    /** The threads of all calls in this process that have not ended, of calls that have not come back too. */
    public static List<Thread> unfinished() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null
                        && thread.getThreadGroup().getName().equals(GROUP)
                        && !ofJava(thread))
                .toList();
    }

    /** The threads that calls have started and that live still, but those of calls that have not come back. */
    public List<Thread> threadsLeft() {
        Thread[] threads = new Thread[group.activeCount() + 16];
        int found = group.enumerate(threads);
        return Stream.of(threads)
                .limit(found)
                .filter(thread -> !stuck.contains(thread) && !ofJava(thread))
                .toList();
    }

    /** Java's own pool begins its threads in whatever call happens to need them first. */
    private static boolean ofJava(Thread thread) {
        return thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool();
    }

    private <T> T perform(String what, Callable<T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread thread = new Thread(group, () -> answer(what, call, answer), "cloister tck " + what);
        thread.setDaemon(true);
        thread.start();
        try {
            answer.handle((value, thrown) -> value).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            // It has nothing more to do, and is not to be taken for one that was left
            thread.join();
            return answer.get();
        } catch (TimeoutException e) {
            String where = Stream.of(thread.getStackTrace())
                    .findFirst()
                    .map(at -> ", in " + at)
                    .orElse("");
            giveUp(thread);
            throw CheckEnd.failed(what + " had not come back after " + limit.toMillis() + " ms" + where);
        } catch (InterruptedException e) {
            giveUp(thread);
            Thread.currentThread().interrupt();
            throw CheckEnd.notPerformed("the kit was interrupted");
        } catch (ExecutionException e) {
            throw rethrown(what, e.getCause());
        }
    }

    private void giveUp(Thread thread) {
        stuck.add(thread);
        thread.interrupt();
    }

    private static RuntimeException rethrown(String what, Throwable thrown) {
        if (thrown instanceof CloisterException || thrown instanceof CheckEnd) {
            return (RuntimeException) thrown;
        }
        return CheckEnd.failed(what + " threw " + text(thrown), thrown);
    }

    /** Even the text of an exception is a vendor's. */
    private static String text(Throwable thrown) {
        String name = thrown.getClass().getName();
        try {
            String at = Stream.of(thrown.getStackTrace())
                    .findFirst()
                    .map(line -> ", at " + line)
                    .orElse("");
            return name + ": " + thrown.getMessage() + at;
        } catch (RuntimeException | Error e) {
            return name;
        }
    }

    private <T> void answer(String what, Callable<T> call, CompletableFuture<T> answer) {
        Thread self = Thread.currentThread();
        String name = self.getName();
        int priority = self.getPriority();
        ClassLoader loader = self.getContextClassLoader();
        try {
            T value = call.call();
            look(what, name, priority, loader);
            answer.complete(value);
        } catch (Throwable e) { // a vendor throws what it likes
            look(what, name, priority, loader);
            answer.completeExceptionally(e);
        }
    }

    private void look(String what, String name, int priority, ClassLoader loader) {
        Thread self = Thread.currentThread();
        note(Thread.interrupted(), what + " left the thread's interrupt flag set");
        note(!self.getName().equals(name), what + " left the thread with another name");
        note(self.getPriority() != priority, what + " left the thread with another priority");
        note(self.getContextClassLoader() != loader, what + " left the thread with another context class loader");
    }

    private void note(boolean left, String sentence) {
        if (left && !leftBehind.contains(sentence)) {
            leftBehind.add(sentence);
        }
    }
}

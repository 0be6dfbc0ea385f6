// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a bundle's code leaves behind in a thread is met by no later call. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ThreadTracesTest {
    private static final ThreadLocal<String> MARK = new ThreadLocal<>();
    private static final long PATIENCE_MILLIS = 30_000;

    private final GuardedCalls calls = new GuardedCalls();
    private final Vendor first = calls.vendor(1, "first 1.0.0");
    private final Vendor second = calls.vendor(2, "second 1.0.0");

    @AfterEach
    void close() {
        calls.close();
    }

    /** How a call finds its thread. */
    private record Found(
            Thread thread,
            boolean interrupted,
            String name,
            int priority,
            ClassLoader loader,
            Thread.UncaughtExceptionHandler handler) {
        static Found now() {
            Thread me = Thread.currentThread();
            return new Found(
                    me,
                    me.isInterrupted(),
                    me.getName(),
                    me.getPriority(),
                    me.getContextClassLoader(),
                    me.getUncaughtExceptionHandler());
        }
    }

    private static boolean leavesTraces() {
        Thread me = Thread.currentThread();
        me.setName("evil");
        me.setPriority(Thread.MIN_PRIORITY);
        me.setContextClassLoader(new URLClassLoader(new URL[0]));
        me.setUncaughtExceptionHandler((thread, thrown) -> {});
        MARK.set("evil");
        me.interrupt();
        return true;
    }

    private <T> T call(Vendor vendor, Callable<T> work) {
        return calls.inside(new VendorCall(vendor, "test"), work);
    }

    private <T> T ask(Vendor vendor, Callable<T> work) {
        return calls.question(vendor, () -> call(vendor, work));
    }

    /** A thread comes back to its pool a moment after its answer. */
    private Found askIn(Thread thread) {
        Found found = ask(first, Found::now);
        while (found.thread() != thread) {
            found = ask(first, Found::now);
        }
        return found;
    }

    @Test
    void theNextQuestionFindsTheThreadAsItWas() {
        Found before = ask(first, Found::now);
        Thread[] marked = new Thread[1];
        ask(first, () -> {
            marked[0] = Thread.currentThread();
            return leavesTraces();
        });
        Found after = askIn(marked[0]);
        assertThat(after.interrupted()).isFalse();
        assertThat(after.name()).startsWith("cloister-call-");
        assertThat(after.priority()).isEqualTo(before.priority()).isEqualTo(Thread.NORM_PRIORITY);
        assertThat(after.loader()).isSameAs(before.loader()).isSameAs(GuardedCalls.class.getClassLoader());
        assertThat(after.handler()).isSameAs(after.thread().getThreadGroup());
    }

    @Test
    void theNextStepFindsTheThreadAsItWas() {
        calls.operation(
                first,
                Limits.NONE,
                () -> {
                    Found before = call(first, Found::now);
                    call(first, ThreadTracesTest::leavesTraces);
                    assertThat(call(second, Found::now)).isEqualTo(before);
                    assertThat(Found.now()).isEqualTo(before);
                    return true;
                },
                () -> {});
    }

    @Test
    void noOtherBundleMeetsItsThreadLocals() {
        ask(first, ThreadTracesTest::leavesTraces);
        for (int i = 0; i < 100; i++) {
            assertThat(ask(second, () -> String.valueOf(MARK.get()))).isEqualTo("null");
        }
    }

    @Test
    void itsThreadsEndWithItsService() throws InterruptedException {
        Thread idle = ask(first, Thread::currentThread);
        Thread together = calls.operation(
                second,
                Limits.NONE,
                () -> {
                    call(first, ThreadTracesTest::leavesTraces);
                    return call(second, Thread::currentThread);
                },
                () -> {});
        calls.went(first);
        for (Thread thread : new Thread[] {idle, together}) {
            thread.join(PATIENCE_MILLIS);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void aThreadThatIsOutWhenItsServiceGoesEndsWhenItIsBack() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch out = new CountDownLatch(1);
        Thread[] busy = new Thread[1];
        Thread asking = new Thread(() -> ask(first, () -> {
            busy[0] = Thread.currentThread();
            inside.countDown();
            out.await();
            return true;
        }));
        asking.start();
        inside.await();
        calls.went(first);
        assertThat(busy[0].isAlive()).isTrue();
        out.countDown();
        busy[0].join(PATIENCE_MILLIS);
        assertThat(busy[0].isAlive()).isFalse();
        asking.join();
    }
}

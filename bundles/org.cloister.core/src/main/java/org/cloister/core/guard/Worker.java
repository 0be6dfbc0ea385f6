// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A thread that runs vendors' code, and what it is in now. Between two tasks it is as it was made; it has served one
 * bundle and what that called, so that whatever lies in its thread locals is seen by no other.
 */
final class Worker extends Thread {
    /** From this Java on a thread remembers nothing of who made it (JEP 486). */
    private static final int FORGETTING = 24;

    private static final AtomicLong COUNT = new AtomicLong();
    private static final VarHandle CALL;

    static {
        try {
            CALL = MethodHandles.lookup().findVarHandle(Worker.class, "call", VendorCall.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Workers pool;
    private final String of;
    private final String ownName;
    private volatile Vendor[] served = {};
    private volatile Task<?> next;
    private Task<?> now;
    private VendorCall call;
    private long since;

    private Worker(Workers pool, String of, String name) {
        super(topGroup(), null, name, 0, false);
        this.pool = pool;
        this.of = of;
        this.ownName = name;
        setDaemon(true);
        setPriority(NORM_PRIORITY);
        setContextClassLoader(Worker.class.getClassLoader());
    }

    /** A worker that remembers nobody's code but core's. */
    static Worker of(Workers pool, String bundle) {
        String name = "cloister-call-" + COUNT.incrementAndGet();
        return Runtime.version().feature() < FORGETTING
                ? madeByCoreAlone(pool, bundle, name)
                : new Worker(pool, bundle, name);
    }

    /**
     * A thread of an older Java remembers whose code is on the stack that makes it, and with it its bundle; here that
     * is core's alone. The class that sees to it is one that Java will drop: no import and no other method names it, so
     * that a Java without it never looks for it.
     */
    @SuppressWarnings({"removal", "deprecation"})
    private static Worker madeByCoreAlone(Workers pool, String bundle, String name) {
        return java.security.AccessController.doPrivileged(
                (java.security.PrivilegedAction<Worker>) () -> new Worker(pool, bundle, name));
    }

    private static ThreadGroup topGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /** Gives it something to do; only by who has it alone. */
    void give(Task<?> task) {
        task.by(this);
        pool.waits().begun();
        next = task;
        LockSupport.unpark(this);
    }

    /** Has it end, when it has nothing to do. */
    void dismiss() {
        give(new Task<>(() -> null, Task.Kind.QUESTION));
    }

    @Override
    public void run() {
        boolean more = true;
        while (more) {
            more = workOnce();
        }
    }

    /**
     * Does one task; whether there may be more. A frame of its own, so that nothing of a task is kept while waiting.
     */
    private boolean workOnce() {
        Task<?> task = await();
        if (task == null) {
            return false;
        }
        now = task;
        boolean wanted = task.run();
        pool.waits().ended();
        CALL.setRelease(this, null);
        now = null;
        clean();
        if (!wanted) {
            pool.cameBack(task.overrun());
        }
        return wanted && pool.takesBack(this);
    }

    /** Waits for work; null when there was none for long. */
    private Task<?> await() {
        long end = System.nanoTime() + Workers.IDLE_NANOS;
        while (next == null) {
            long left = end - System.nanoTime();
            if (left <= 0 && pool.withdraws(this)) {
                return null;
            }
            LockSupport.parkNanos(this, Math.max(left, Workers.IDLE_NANOS / 10));
            Thread.interrupted();
        }
        Task<?> task = next;
        next = null;
        return task;
    }

    /** Vendors' code may have left something of its own here. */
    private void clean() {
        Thread.interrupted();
        if (getContextClassLoader() != Worker.class.getClassLoader()) {
            setContextClassLoader(Worker.class.getClassLoader());
        }
        if (!getName().equals(ownName)) {
            setName(ownName);
        }
        if (getPriority() != NORM_PRIORITY) {
            setPriority(NORM_PRIORITY);
        }
        if (getUncaughtExceptionHandler() != getThreadGroup()) {
            setUncaughtExceptionHandler(null);
        }
    }

    /** Enters a vendor's code; answers with the call that it was in before. */
    VendorCall enter(VendorCall inner) {
        VendorCall outer = call;
        if (outer == null) {
            since = System.nanoTime();
        }
        if (!served(inner.vendor())) {
            Vendor[] more = Arrays.copyOf(served, served.length + 1);
            more[served.length] = inner.vendor();
            served = more;
        }
        CALL.setRelease(this, inner);
        return outer;
    }

    /** Is back from a vendor's code. */
    void leave(VendorCall outer) {
        if (outer == null) {
            clean();
        }
        CALL.setRelease(this, outer);
    }

    /** Waits awake for a moment until that is so. */
    void awaitShortly(BooleanSupplier so) {
        pool.waits().until(so);
    }

    /** Whether it answers a question, which somebody bounds. */
    boolean questioned() {
        Task<?> task = now;
        return task != null && task.questioning();
    }

    /** Whether it ends something. */
    boolean ending() {
        Task<?> task = now;
        return task != null && task.kind() == Task.Kind.END;
    }

    /** The operation that it does, when that may be repeated and asks nothing yet; by this thread. */
    Optional<Task<?>> repeatable() {
        return Optional.<Task<?>>ofNullable(now)
                .filter(task -> task.kind() == Task.Kind.REPEATABLE && !task.questioning());
    }

    /** The call that it is in, for who gives it up; null when it is in none. */
    Overrun overrun() {
        VendorCall current = (VendorCall) CALL.getAcquire(this);
        return current == null ? null : Overrun.of(current, since);
    }

    String of() {
        return of;
    }

    /** Whether a vendor's code ran in it. */
    boolean served(Vendor vendor) {
        for (Vendor one : served) {
            if (one == vendor) {
                return true;
            }
        }
        return false;
    }

    /** Whether all whose code ran in it are still there. */
    boolean fit() {
        return Arrays.stream(served).noneMatch(Vendor::gone);
    }
}

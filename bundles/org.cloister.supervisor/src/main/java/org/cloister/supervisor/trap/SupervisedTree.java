// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cloister.amd.status.Errno;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.supervisor.codes.SupervisorCodes;
import org.cloister.supervisor.linux.CallFilter;
import org.cloister.supervisor.linux.CallListener;
import org.cloister.supervisor.linux.CallResult;
import org.cloister.supervisor.linux.FilteredStart;
import org.cloister.supervisor.linux.ProgramWords;
import org.cloister.supervisor.linux.TraceEvent;
import org.cloister.supervisor.linux.Tracing;

/** A program and every process that it begins, from its beginning to the end of the last one. */
public final class SupervisedTree implements TreeEvents {
    private static final long PAUSE_MILLIS = 20;

    private final ProcessWatch watch;
    private final CompletableFuture<Integer> exitStatus = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Tracer tracer = new Tracer(this);
    private volatile int root;

    private SupervisedTree(ProcessWatch watch) {
        this.watch = watch;
    }

    /**
     * Begins a program.
     *
     * @throws CloisterException {@code supervisor.program}; {@code supervisor.host} where the kernel does not let it be
     *     supervised
     */
    public static SupervisedTree begin(
            ProgramWords program, CallFilter filter, List<CallHandler> handlers, ProcessWatch watch) {
        FilteredStart start = new FilteredStart(program, filter);
        SupervisedTree tree = new SupervisedTree(watch);
        CallResult filtered = start.filter();
        if (filtered.failed()) {
            tree.tracer.giveUp();
            throw FilterRefusal.of(filtered.errno());
        }
        CallListener listener = start.listener();
        Tracer tracer = tree.tracer;
        Thread dispatch = new Thread(new CallDispatch(listener, tracer, handlers)::run, "trapped calls' listener");
        dispatch.setDaemon(true);
        dispatch.start();
        CallResult begun = start.begin();
        if (begun.failed()) {
            tracer.giveUp();
            throw notBegun(begun.errno());
        }
        return tree;
    }

    private static CloisterException notBegun(int errno) {
        if (errno == Errno.EPERM) {
            return Problem.host(SupervisorCodes.SUPERVISOR_HOST, "programs cannot be traced here")
                    .found(Errno.name(errno))
                    .remedy("end the debugger or tracer above this process; set kernel.yama.ptrace_scope to 0, 1 or 2;"
                            + " in a container, allow ptrace in its seccomp profile")
                    .exception();
        }
        return Problem.input(SupervisorCodes.SUPERVISOR_PROGRAM, "the program cannot be executed")
                .found(Errno.name(errno))
                .remedy("a script has to begin with #! and an interpreter that is there; run others as sh FILE")
                .exception();
    }

    /** Ends every process of the tree, and waits for the last. */
    public void end() {
        while (!over.isDone()) {
            tracer.end();
            try {
                over.get(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // Processes that were begun meanwhile are ended in turn
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    /** Sends a signal to the first program. */
    public void send(int signal) {
        Tracing.send(root, root, signal);
    }

    /** The number of the first program's process. */
    public int process() {
        return root;
    }

    /**
     * Waits for the last process.
     *
     * @return the first program's exit status, or 128 and the number of the signal that ended it
     */
    public int join() throws InterruptedException {
        try {
            over.get();
            return exitStatus.getNow(1);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void begins(int process) {
        root = process;
    }

    @Override
    public void ended(int thread, int status) {
        if (thread == root) {
            exitStatus.complete(status);
        }
        watch.ended(thread);
    }

    @Override
    public void program(int process, Tracing tracing) {
        watch.program(process, tracing);
    }

    @Override
    public boolean fault(TraceEvent event, Tracing tracing) {
        return watch.fault(event, tracing);
    }

    @Override
    public void over() {
        over.complete(null);
    }
}

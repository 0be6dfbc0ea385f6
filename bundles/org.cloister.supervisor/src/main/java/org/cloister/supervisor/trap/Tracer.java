// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.trap;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.cloister.supervisor.linux.CallResult;
import org.cloister.supervisor.linux.Registers;
import org.cloister.supervisor.linux.TraceEvent;
import org.cloister.supervisor.linux.Tracing;
import org.cloister.supervisor.linux.TrappedCall;

/**
 * The thread that traces a tree of processes from its first program on. It ends with the last of them, and they end
 * with it. Signals pass through it to the programs.
 */
final class Tracer {
    private final Tracing tracing = new Tracing();
    private final TreeEvents events;
    private final Set<Integer> alive = ConcurrentHashMap.newKeySet();
    private final Map<Integer, WatchedCall> watched = new ConcurrentHashMap<>();
    private final CompletableFuture<Integer> first = new CompletableFuture<>();
    private final CompletableFuture<CallResult> attached = new CompletableFuture<>();

    Tracer(TreeEvents events) {
        this.events = events;
        Thread thread = new Thread(this::run, "tracer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins to trace, with the process that is about to begin the first program. */
    CallResult attach(int process) {
        first.complete(process);
        return attached.join();
    }

    /** Lets the thread go where nothing was attached. */
    void giveUp() {
        first.cancel(false);
    }

    /** Follows a call that is about to be sent back. */
    void watch(TrappedCall call, long third, LongConsumer result) {
        watched.put(call.thread(), new WatchedCall(call, third, result));
        Tracing.stop(ProcessTable.processOf(call.thread()), call.thread());
    }

    /** Whether a call is one that is followed, made again. */
    boolean expects(TrappedCall call) {
        WatchedCall one = watched.get(call.thread());
        return one != null && one.isAgain(call);
    }

    /** Ends every process that is known; those that they began meanwhile want another call. */
    void end() {
        alive.forEach(thread -> Tracing.send(ProcessTable.processOf(thread), thread, TraceEvent.KILL));
    }

    private void run() {
        if (begin()) {
            for (Optional<TraceEvent> next = tracing.next(); next.isPresent(); next = tracing.next()) {
                take(next.get());
            }
        }
        events.over();
    }

    private boolean begin() {
        try {
            int process = first.join();
            events.begins(process);
            alive.add(process);
            CallResult seized = tracing.seize(process);
            attached.complete(seized);
            return !seized.failed();
        } catch (CancellationException e) {
            return false;
        }
    }

    private void take(TraceEvent event) {
        int thread = event.thread();
        WatchedCall call = watched.get(thread);
        alive.add(thread);
        if (event.isEnd()) {
            alive.remove(thread);
            watched.remove(thread);
            events.ended(thread, event.exitStatus());
        } else if (event.isExec()) {
            watched.remove(thread);
            events.program(thread, tracing);
            tracing.resume(thread, 0);
        } else if (event.isGroupStop()) {
            tracing.leaveStopped(thread);
        } else if (call != null) {
            follow(event, call);
        } else {
            tracing.resume(thread, signalOf(event));
        }
    }

    private int signalOf(TraceEvent event) {
        return event.isSignal() && !events.fault(event, tracing) ? event.signal() : 0;
    }

    private void follow(TraceEvent event, WatchedCall call) {
        int thread = event.thread();
        Optional<Registers> registers = tracing.registers(thread);
        if (registers.isEmpty()) {
            tracing.resumeToCall(thread, 0);
            return;
        }
        if (event.isCall()) {
            if (call.ends(registers.get())) {
                watched.remove(thread);
                call.tell(registers.get().result());
                tracing.resume(thread, 0);
                return;
            }
            tracing.resumeToCall(thread, 0);
            return;
        }
        if (call.rewrite(registers.get())) {
            tracing.set(thread, registers.get());
        }
        boolean ours = event.isSignal() && event.signal() == TraceEvent.STOP && call.takesStop();
        tracing.resumeToCall(thread, ours ? 0 : signalOf(event));
    }
}

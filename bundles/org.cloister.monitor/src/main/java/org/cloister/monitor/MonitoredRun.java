// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor;

import com.google.gson.JsonObject;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.cloister.amd.setting.AmdType;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.launch.Guest;
import org.cloister.api.launch.GuestState;
import org.cloister.monitor.codes.MonitorCodes;
import org.cloister.monitor.qmp.Event;

/**
 * The life of a guest under a monitor: from the pause of its launch, or from its start, to its end. The guest itself is
 * closed by its owner once {@link #ended()} is complete.
 *
 * <p>Safe for use by several threads.
 */
public final class MonitoredRun {
    private final Guest guest;
    private final Optional<OutputStream> console;
    private final Limits limits;
    private final CompletableFuture<GuestEnd> ended = new CompletableFuture<>();
    private volatile Consumer<Event> listener = event -> {};
    private volatile QmpRunState state;
    private Optional<MonitorExecution> executing = Optional.empty();
    private boolean halted;
    private Optional<GuestEnd> pending = Optional.empty();

    /**
     * The life of a guest that is paused or running. A running one begins to be executed at once, where that is wanted.
     *
     * @param console gets what the guest writes while it is executed; empty when it is not to be executed
     * @param limits bounds what is done with the guest; cancelling also ends its execution
     */
    public MonitoredRun(Guest guest, Optional<OutputStream> console, Limits limits) {
        this.guest = guest;
        this.console = console;
        this.limits = limits;
        state = guest.state() == GuestState.PAUSED ? QmpRunState.PRELAUNCH : QmpRunState.RUNNING;
        if (state == QmpRunState.RUNNING) {
            execute();
        }
    }

    Guest guest() {
        return guest;
    }

    Limits limits() {
        return limits;
    }

    /** Adds a listener for events, called in the thread in which they happen. */
    void listen(Consumer<Event> heard) {
        listener = heard;
    }

    /** Where it is. */
    QmpRunState state() {
        return guest.state() == GuestState.CLOSED ? QmpRunState.SHUTDOWN : state;
    }

    /** Completes when the guest is to be closed. */
    public CompletableFuture<GuestEnd> ended() {
        return ended;
    }

    /** Ends the pause of the launch, or the one that {@link #stop} made. */
    synchronized void cont() {
        requireAlive();
        if (state == QmpRunState.RUNNING) {
            return;
        }
        boolean begins = halted || state == QmpRunState.PRELAUNCH;
        if (guest.state() == GuestState.PAUSED) {
            guest.proceed(limits);
        }
        state = QmpRunState.RUNNING;
        listener.accept(Event.of("RESUME"));
        if (begins) {
            execute();
        }
    }

    /** Stops a guest that is running; one that is executed goes on from there with {@link #cont}. */
    synchronized void stop() {
        requireAlive();
        if (state == QmpRunState.RUNNING) {
            halt(MonitorCodes.MONITOR_STOP, "what runs this guest cannot halt it and go on later", "let it run");
            state = QmpRunState.PAUSED;
            listener.accept(Event.of("STOP"));
        }
    }

    /** Stops the processors; who comes back with another end than that has ended. */
    private void halt(String code, String refused, String remedy) {
        if (executing.isEmpty()) {
            return;
        }
        MonitorExecution execution = executing.get();
        if (!execution.executor().resumes()) {
            throw Problem.host(code, refused)
                    .remedy(remedy + ", or end it with quit")
                    .exception();
        }
        execution.halt();
        boolean interrupted = false;
        while (executing.isPresent()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        requireAlive();
        halted = true;
    }

    /**
     * Launches the guest again. A guest that was stopped waits for {@code cont} again; the event comes before the
     * answer (QEMU, system/runstate.c, qemu_system_reset).
     */
    synchronized void reset() {
        requireAlive();
        halt(MonitorCodes.MONITOR_RESET, "what runs this guest cannot halt it", "let it run to its end");
        if (!isAsItWasLaunched()) {
            launchAgain();
        }
        JsonObject data = new JsonObject();
        data.addProperty("guest", false);
        data.addProperty("reason", GuestEvents.RESET_REASON);
        listener.accept(new Event("RESET", data));
        if (state == QmpRunState.RUNNING) {
            execute();
        } else {
            state = QmpRunState.PRELAUNCH;
        }
    }

    private void launchAgain() {
        try {
            guest.reset(limits);
        } catch (CloisterException e) {
            // What was refused leaves it as it was
            if (halted && state() == QmpRunState.RUNNING) {
                execute();
            }
            throw e;
        }
    }

    /**
     * Nothing of it has run, and its registers are not encrypted: machine, key and measurement stay (QEMU,
     * cpus_are_resettable, which is false for SEV-ES and SEV-SNP alone).
     */
    private boolean isAsItWasLaunched() {
        return state == QmpRunState.PRELAUNCH && AmdType.find(guest.type()).equals(Optional.of(AmdType.SEV));
    }

    private void requireAlive() {
        if (pending.isPresent() || state() == QmpRunState.SHUTDOWN) {
            throw Problem.operation(ProblemCodes.GUEST_CLOSED, "the guest has come to its end")
                    .exception();
        }
    }

    /** Ends it; its owner is notified once the request is answered. */
    synchronized void quit() {
        end(GuestEnd.of(GuestEnd.Cause.QUIT, ""));
    }

    /** Ends it because the process got a signal to end. */
    public void signal() {
        synchronized (this) {
            end(GuestEnd.of(GuestEnd.Cause.SIGNAL, ""));
        }
        settle();
    }

    /** A call failed. Where that cost the guest its life, it is the end. */
    synchronized void failed(CloisterException failure) {
        if (guest.state() == GuestState.CLOSED) {
            end(new GuestEnd(GuestEnd.Cause.ERROR, failure.problem().what(), Optional.of(failure)));
        }
    }

    private void end(GuestEnd ending) {
        if (pending.isEmpty()) {
            pending = Optional.of(ending);
            state = QmpRunState.SHUTDOWN;
            ending.events().forEach(listener);
        }
    }

    /** Publishes the guest's end, once the answer to what brought it about is sent. */
    void settle() {
        Optional<GuestEnd> ending;
        synchronized (this) {
            ending = pending;
        }
        ending.ifPresent(ended::complete);
    }

    private synchronized void execute() {
        halted = false;
        console.ifPresent(output -> guest.executor().ifPresent(executor -> {
            MonitorExecution execution = new MonitorExecution(executor, output, limits.cancellation());
            executing = Optional.of(execution);
            Thread thread = new Thread(() -> run(execution), "guest " + guest.id());
            thread.setDaemon(true);
            thread.start();
        }));
    }

    private void run(MonitorExecution execution) {
        over(execution.toItsEnd());
        settle();
    }

    private synchronized void over(Optional<GuestEnd> ending) {
        executing = Optional.empty();
        ending.ifPresent(this::end);
        notifyAll();
    }
}

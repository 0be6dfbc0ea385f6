// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import java.io.OutputStream;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cloister.api.Cancellation;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.ProcessorRunner;
import org.cloister.api.platform.VcpuState;
import org.cloister.api.platform.VirtualMachine;
import org.cloister.softsev.codes.SoftSevCodes;

/**
 * The runs of one machine: one at a time, and none outlives the machine. What runs the processors writes into the
 * guest's memory at the end, so a machine that is closed stops its run and waits for it before the memory goes.
 */
final class VcpuExecution {
    private final RunnableMachine machine;
    private final Cancellation closing = new Cancellation();
    private boolean running;

    /**
     * Runs of a machine.
     *
     * @param left takes the registers that processors stop with
     * @param cbit the position of the C-bit in the guest's page tables
     */
    VcpuExecution(VirtualMachine machine, Consumer<VcpuState> left, int cbit) {
        this.machine = new RunnableMachine(machine, left, cbit);
    }

    /** An executor of this machine's whose processors a runner runs. */
    Executor by(ProcessorRunner runner) {
        Executor executor = runner.executor(machine);
        return new Executor() {
            @Override
            public End run(OutputStream console, Limits limits) {
                return alone(limits, bounded -> executor.run(console, bounded));
            }

            @Override
            public boolean resumes() {
                return executor.resumes();
            }
        };
    }

    /** Whether a run is under way. */
    synchronized boolean running() {
        return running;
    }

    /** Ends the run that is under way, and lets no other begin. */
    void close() {
        closing.cancel();
        synchronized (this) {
            boolean interrupted = false;
            while (running) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    // The thread that closes has to wait all the same: the memory is still being written
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Executor.End alone(Limits limits, Function<Limits, Executor.End> run) {
        begin();
        machine.begin();
        Cancellation either = new Cancellation();
        try (Cancellation.Registration asked = limits.cancellation().onCancel(either::cancel);
                Cancellation.Registration closed = closing.onCancel(either::cancel)) {
            return run.apply(limits.deadline()
                    .map(deadline -> Limits.of(either, deadline))
                    .orElseGet(() -> Limits.of(either)));
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        if (closing.isCancelled()) {
            throw refused(SoftSevCodes.MACHINE_CLOSED, "the machine was closed");
        }
        if (running) {
            throw refused(SoftSevCodes.MACHINE_RUNNING, "this machine is being run already");
        }
        running = true;
    }

    private synchronized void end() {
        running = false;
        notifyAll();
    }

    private static RuntimeException refused(String code, String what) {
        return Problem.operation(code, what).exception();
    }
}

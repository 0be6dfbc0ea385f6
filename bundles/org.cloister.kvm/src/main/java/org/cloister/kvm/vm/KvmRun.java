// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm;

import java.util.function.Consumer;
import org.cloister.api.Problem;
import org.cloister.kvm.codes.KvmCodes;
import org.cloister.kvm.libc.VcpuSignal;

/**
 * Whether a vCPU runs, is to stop, or is closed. Safe for use by several threads.
 *
 * <p>A stop sets {@code kvm_run.immediate_exit} first and sends the signal after that: before KVM_RUN the kernel sees
 * the one, in KVM_RUN the vCPU gets the other (Linux, Documentation/virt/kvm/api.rst, section 5, "immediate_exit"). The
 * signal is only sent while the thread is in {@code run()}, so that it meets no other call of that thread, and
 * {@code kvm_run} is only touched before the end of {@link #close}.
 */
final class KvmRun {
    private final Consumer<Boolean> immediateExit;
    private Thread thread;
    private VcpuSignal kick;
    private boolean running;
    private volatile boolean stop;
    private boolean closed;

    KvmRun(Consumer<Boolean> immediateExit) {
        this.immediateExit = immediateExit;
    }

    /** The calling thread begins to run it. */
    synchronized void begin() {
        if (closed) {
            throw Problem.operation(KvmCodes.KVM_CLOSED, "this vCPU is closed").exception();
        }
        if (running) {
            throw Problem.defect(KvmCodes.KVM_RUNNING, "another thread runs this vCPU")
                    .exception();
        }
        // Asking for the kernel's number of the thread costs a system call each time
        if (thread != Thread.currentThread()) {
            kick = VcpuSignal.ofThisThread();
            thread = Thread.currentThread();
        }
        running = true;
    }

    synchronized void end() {
        running = false;
        if (closed) {
            notifyAll();
        }
    }

    // A second stop has nothing to add; its signals would queue up and keep the vCPU's thread from ever leaving
    void stop() {
        if (!stop) {
            request();
        }
    }

    private synchronized void request() {
        if (closed || stop) {
            return;
        }
        stop = true;
        immediateExit.accept(true);
        if (running) {
            kick.send();
        }
    }

    /** Whether a stop was asked for; that is forgotten now, unless the vCPU is being closed. */
    synchronized boolean stopped() {
        boolean was = stop;
        if (was && !closed) {
            stop = false;
            immediateExit.accept(false);
        }
        return was;
    }

    /** Returns when nobody runs it and nobody can any more. */
    synchronized void close() {
        request();
        closed = true;
        boolean interrupted = false;
        while (running) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

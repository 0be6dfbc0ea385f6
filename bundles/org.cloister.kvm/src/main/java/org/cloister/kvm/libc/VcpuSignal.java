// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.libc;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * Interrupts a system call that another thread is in. The signal's handler is a function of the C library that does
 * nothing of consequence: a handler in Java could not run in a thread that is inside the kernel's virtual machine.
 */
public final class VcpuSignal {
    // Beyond the signals that Java and its tools use; the first two real-time signals are the C library's own
    private static final int SIGNAL = 34 + 24;

    private static final int SYS_GETTID = 186;
    private static final int SYS_TGKILL = 234;
    private static final int SIGACTION_SIZE = 152;

    private static final Result HANDLER = install();

    private final int thread;

    private VcpuSignal(int thread) {
        this.thread = thread;
    }

    /**
     * For the calling thread.
     *
     * @throws org.cloister.api.CloisterException {@code kvm.call} when the signal could not be set up
     */
    public static VcpuSignal ofThisThread() {
        HANDLER.orThrow("sigaction");
        return new VcpuSignal((int) Libc.syscall(SYS_GETTID, 0, 0, 0));
    }

    /** Interrupts the thread's system call; does nothing to a thread that has ended. */
    public void send() {
        Libc.syscall(SYS_TGKILL, Libc.getpid(), thread, SIGNAL);
    }

    // No SA_RESTART: the call has to return with EINTR. toupper() takes the signal's number and touches nothing.
    private static Result install() {
        Block action = Block.of(SIGACTION_SIZE);
        Pointer handler = NativeLibrary.getInstance("c").getFunction("toupper");
        action.buffer().putLong(0, Pointer.nativeValue(handler));
        return Result.of(action.during(address -> Libc.sigaction(SIGNAL, address, 0)));
    }
}

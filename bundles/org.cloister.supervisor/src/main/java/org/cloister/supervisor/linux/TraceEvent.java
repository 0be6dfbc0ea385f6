// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

/**
 * What befell a traced thread, as wait4 tells it (ptrace(2), "Stopped states"). Immutable.
 *
 * @param thread whose it is
 * @param status as the kernel encodes it
 */
public record TraceEvent(int thread, int status) {
    /** The signal that is sent where a thread has to stop. */
    public static final int STOP = 19;
    /** The signal that ends a process, whatever it does. */
    public static final int KILL = 9;
    /** A page or instruction that is not allowed. */
    public static final int FAULT = 11;

    private static final int STOPPED = 0x7f;
    private static final int SIGNAL_MASK = 0x7f;
    private static final int CALL = 5 | 0x80;
    private static final int EXEC = 4;
    private static final int GROUP_OR_NEW = 128;
    private static final int TRAP = 5;

    /** Whether the thread is gone. */
    public boolean isEnd() {
        return (status & 0xff) != STOPPED;
    }

    /** How it ended, as a shell tells it: its exit status, or 128 and the number of the signal. */
    public int exitStatus() {
        int signal = status & SIGNAL_MASK;
        return signal == 0 ? status >> 8 & 0xff : 128 + signal;
    }

    /** The signal that it stopped for. */
    public int signal() {
        return status >> 8 & 0xff;
    }

    /** Whether it stopped at the beginning or the end of a system call. */
    public boolean isCall() {
        return !isEnd() && kind() == 0 && signal() == CALL;
    }

    /** Whether it stopped because a signal is about to be delivered. */
    public boolean isSignal() {
        return !isEnd() && kind() == 0 && signal() != CALL;
    }

    /** Whether it stopped at the beginning of another program. */
    public boolean isExec() {
        return !isEnd() && kind() == EXEC;
    }

    /** Whether it is stopped with its whole process, by job control. */
    public boolean isGroupStop() {
        return !isEnd() && kind() == GROUP_OR_NEW && signal() != TRAP;
    }

    private int kind() {
        return status >> 16;
    }
}

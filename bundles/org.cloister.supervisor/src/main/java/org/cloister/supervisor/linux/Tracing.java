// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.util.Optional;
import org.cloister.amd.status.Errno;

/**
 * Tracing of a tree of processes (ptrace(2)). All of it is for one thread: only who seized a thread may deal with it.
 * When that thread ends, however it does, the kernel ends every process of the tree.
 */
public final class Tracing {
    private static final int POKE = 5;
    private static final int CONTINUE = 7;
    private static final int STEP = 9;
    private static final int GET_REGISTERS = 12;
    private static final int SET_REGISTERS = 13;
    private static final int TO_NEXT_CALL = 24;
    private static final int SEIZE = 0x4206;
    private static final int LISTEN = 0x4208;

    // What is seen: stops at calls told from signals, fork, vfork, clone, exec; and an end with the tracer
    private static final int OPTIONS = 1 | 2 | 4 | 8 | 16 | 1 << 20;

    private static final int ALL_KINDS = 0x40000000;
    private static final int OF_THIS_THREAD = 0x20000000;

    private final NativeStruct status = NativeStruct.of(8);

    /** Begins to trace a thread, and everything that it begins. */
    public CallResult seize(int thread) {
        return ptrace(SEIZE, thread, OPTIONS);
    }

    /** Waits for what comes next; empty once there is nothing left to be traced. */
    public Optional<TraceEvent> next() {
        while (true) {
            CallResult thread =
                    status.with(at -> NativeCalls.call(SystemCall.WAIT4, -1, at, ALL_KINDS | OF_THIS_THREAD, 0));
            if (!thread.failed()) {
                return Optional.of(
                        new TraceEvent((int) thread.value(), status.buffer().getInt(0)));
            }
            if (thread.errno() != Errno.EINTR) {
                return Optional.empty();
            }
        }
    }

    /** Lets a thread go on, with a signal or with none (0). */
    public void resume(int thread, int signal) {
        ptrace(CONTINUE, thread, signal);
    }

    /** Lets a thread go on to where its next call begins or ends. */
    public void resumeToCall(int thread, int signal) {
        ptrace(TO_NEXT_CALL, thread, signal);
    }

    /** Writes 8 bytes of a thread that is stopped, its program's own code too. */
    void poke(int thread, long address, long word) {
        NativeCalls.call(SystemCall.PTRACE, POKE, thread, address, word);
    }

    /** Lets a thread execute one instruction. */
    void step(int thread) {
        ptrace(STEP, thread, 0);
    }

    /** Waits for a thread's next stop; false where it ended. */
    boolean stopsAgain(int thread) {
        CallResult waited = status.with(at -> NativeCalls.call(SystemCall.WAIT4, thread, at, ALL_KINDS, 0));
        return !waited.failed() && !new TraceEvent(thread, status.buffer().getInt(0)).isEnd();
    }

    /** Leaves a process stopped until job control continues it. */
    public void leaveStopped(int thread) {
        ptrace(LISTEN, thread, 0);
    }

    /** The registers of a thread that is stopped; empty where it was killed meanwhile. */
    public Optional<Registers> registers(int thread) {
        Registers registers = new Registers();
        CallResult got = registers.block().with(at -> ptrace(GET_REGISTERS, thread, at));
        return got.failed() ? Optional.empty() : Optional.of(registers);
    }

    /** Gives a thread that is stopped other registers. */
    public void set(int thread, Registers registers) {
        registers.block().with(at -> ptrace(SET_REGISTERS, thread, at));
    }

    /** Has a thread stop once the call that it is in returns. By any thread. */
    public static void stop(int process, int thread) {
        send(process, thread, TraceEvent.STOP);
    }

    /** Sends a signal to a thread of a process. By any thread. */
    public static void send(int process, int thread, int signal) {
        NativeCalls.call(SystemCall.TGKILL, process, thread, signal);
    }

    private static CallResult ptrace(int request, int thread, long data) {
        return NativeCalls.call(SystemCall.PTRACE, request, thread, 0, data);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A system call that a traced thread is made to carry out at the beginning of its program, before the program's first
 * instruction: the instruction that makes calls takes that one's place for a moment. For the thread that traces.
 */
public final class InjectedCall {
    private static final int SYSCALL = 0x050f;
    private static final long ALL_BUT_INSTRUCTION = ~0xffffL;

    private final Tracing tracing;
    private final int thread;

    /** A call by a thread that stopped at the beginning of another program. */
    public InjectedCall(Tracing tracing, int thread) {
        this.tracing = tracing;
        this.thread = thread;
    }

    /**
     * Makes the call, and puts everything back.
     *
     * @return what it returned, an error number negative; empty where the thread ended meanwhile
     */
    public Optional<Long> make(SystemCall call, long first, long second) {
        // The call that began the program returns first: it would write its result over these registers
        tracing.resumeToCall(thread, 0);
        if (!tracing.stopsAgain(thread)) {
            return Optional.empty();
        }
        Optional<Registers> before = tracing.registers(thread);
        Optional<byte[]> code =
                before.flatMap(registers -> new ProcessMemory(thread).read(registers.next(), Long.BYTES));
        if (code.isEmpty()) {
            return Optional.empty();
        }
        long place = before.get().next();
        long word = ByteBuffer.wrap(code.get()).order(ByteOrder.LITTLE_ENDIAN).getLong();
        tracing.poke(thread, place, word & ALL_BUT_INSTRUCTION | SYSCALL);
        Registers calling = before.get().copy();
        calling.prepare(call, first, second);
        tracing.set(thread, calling);
        tracing.step(thread);
        if (!tracing.stopsAgain(thread)) {
            return Optional.empty();
        }
        Optional<Long> result = tracing.registers(thread).map(Registers::result);
        tracing.poke(thread, place, word);
        tracing.set(thread, before.get());
        return result;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

/** The registers of a thread that is stopped, as {@code struct user_regs_struct} has them; changed in place. */
public final class Registers {
    private static final int RAX = 80;
    private static final int RDX = 96;
    private static final int RSI = 104;
    private static final int RDI = 112;
    private static final int ORIGINAL_RAX = 120;
    private static final int SIZE = 216;

    private final NativeStruct all = NativeStruct.of(SIZE);

    NativeStruct block() {
        return all;
    }

    /** The number of the call that the thread is in; -1 outside of one. */
    public long call() {
        return all.buffer().getLong(ORIGINAL_RAX);
    }

    /** What the call returns; of one that fails the error number, negative. */
    public long result() {
        return all.buffer().getLong(RAX);
    }

    /** The call's first argument. */
    public long first() {
        return all.buffer().getLong(RDI);
    }

    /** The call's second argument. */
    public long second() {
        return all.buffer().getLong(RSI);
    }

    /** The call's third argument. */
    public long third() {
        return all.buffer().getLong(RDX);
    }

    /** Gives the call another third argument. */
    public void third(long value) {
        all.buffer().putLong(RDX, value);
    }
}

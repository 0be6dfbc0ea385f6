// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

/** The registers of a thread that is stopped, as {@code struct user_regs_struct} has them; changed in place. */
public final class Registers {
    private static final int RBX = 40;
    private static final int RAX = 80;
    private static final int RCX = 88;
    private static final int RDX = 96;
    private static final int RSI = 104;
    private static final int RDI = 112;
    private static final int ORIGINAL_RAX = 120;
    private static final int RIP = 128;
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

    /** Where the next instruction lies. */
    public long next() {
        return all.buffer().getLong(RIP);
    }

    /** The same registers, in a copy of their own. */
    Registers copy() {
        Registers copy = new Registers();
        copy.all.buffer().put(0, all.bytes());
        return copy;
    }

    /** Readies a call of two arguments; it is not one that is in progress. */
    void prepare(SystemCall call, long first, long second) {
        all.buffer().putLong(RAX, call.number()).putLong(RDI, first).putLong(RSI, second);
        all.buffer().putLong(ORIGINAL_RAX, -1);
    }

    /** EAX as CPUID takes it. */
    public int leaf() {
        return (int) all.buffer().getLong(RAX);
    }

    /** ECX as CPUID takes it. */
    public int subleaf() {
        return (int) all.buffer().getLong(RCX);
    }

    /**
     * Leaves EAX, EBX, ECX and EDX as CPUID does, and goes behind the instruction.
     *
     * @param length of the instruction in bytes
     */
    public void answer(CpuidRegisters answer, int length) {
        all.buffer()
                .putLong(RAX, Integer.toUnsignedLong(answer.eax()))
                .putLong(RBX, Integer.toUnsignedLong(answer.ebx()))
                .putLong(RCX, Integer.toUnsignedLong(answer.ecx()))
                .putLong(RDX, Integer.toUnsignedLong(answer.edx()))
                .putLong(RIP, next() + length);
    }
}

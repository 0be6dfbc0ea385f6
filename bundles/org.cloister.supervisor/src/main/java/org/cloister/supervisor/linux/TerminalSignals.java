// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.util.List;

/**
 * Signals that a terminal sends to every process in its foreground. Who runs a program there ignores them: they are the
 * program's, which may go on after one.
 */
public final class TerminalSignals {
    /** SIGINT and SIGQUIT. */
    private static final List<Integer> SIGNALS = List.of(2, 3);

    private static final long IGNORE = 1;
    private static final int ACTION_SIZE = 32;
    private static final int MASK_SIZE = 8;

    private TerminalSignals() {}

    /** Leaves them to the programs that this process has begun; those that it begins later ignore them too. */
    public static void leaveToPrograms() {
        NativeStruct action = NativeStruct.of(ACTION_SIZE);
        action.buffer().putLong(0, IGNORE);
        SIGNALS.forEach(
                signal -> action.with(at -> NativeCalls.call(SystemCall.RT_SIGACTION, signal, at, 0, MASK_SIZE)));
    }
}

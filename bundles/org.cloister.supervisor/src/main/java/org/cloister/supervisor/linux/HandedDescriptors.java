// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.util.List;

/**
 * Which descriptors of this process a program gets: the first three, and those that are named. Java's own are kept from
 * it, whatever opened them.
 */
final class HandedDescriptors {
    private static final int FIRST_OTHER = 3;
    private static final long LAST = 0xffffffffL;
    private static final int CLOSE_ON_EXEC_RANGE = 4;
    private static final int SET_FLAGS = 2;
    private static final int CLOSE_ON_EXEC = 1;

    private HandedDescriptors() {}

    /** Readies them for the program. */
    static void hand(List<Integer> descriptors) {
        NativeCalls.call(SystemCall.CLOSE_RANGE, FIRST_OTHER, LAST, CLOSE_ON_EXEC_RANGE);
        descriptors.forEach(one -> NativeCalls.call(SystemCall.FCNTL, one, SET_FLAGS, 0));
    }

    /** Keeps them from programs that others begin. */
    static void keep(List<Integer> descriptors) {
        descriptors.forEach(one -> NativeCalls.call(SystemCall.FCNTL, one, SET_FLAGS, CLOSE_ON_EXEC));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.nio.ByteBuffer;

/**
 * A system call that waits for its answer. Immutable.
 *
 * @param id names it to the kernel
 * @param thread who made it
 * @param number of the call
 * @param first argument
 * @param second argument
 * @param third argument
 * @param fourth argument
 * @param fifth argument
 */
public record TrappedCall(
        long id, int thread, int number, long first, long second, long third, long fourth, long fifth) {
    /** Bytes of struct seccomp_notif. */
    static final int SIZE = 80;

    static TrappedCall of(ByteBuffer notification) {
        return new TrappedCall(
                notification.getLong(0),
                notification.getInt(8),
                notification.getInt(16),
                notification.getLong(32),
                notification.getLong(40),
                notification.getLong(48),
                notification.getLong(56),
                notification.getLong(64));
    }

    /** The memory that its addresses are of. */
    public ProcessMemory memory() {
        return new ProcessMemory(thread);
    }
}

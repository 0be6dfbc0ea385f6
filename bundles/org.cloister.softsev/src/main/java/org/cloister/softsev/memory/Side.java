// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.memory;

/** What one side, host or guest, sees of a frame and may do to it. Pieces never leave their page. */
interface Side {
    /** Why this side may not read a frame; null when it may. */
    default String whyNotRead(long frame) {
        return null;
    }

    /** Why this side may not write a frame; null when it may. */
    String whyNotWrite(long frame);

    /** Copies {@code count} bytes of the frame from {@code from} on into {@code target} at {@code at}. */
    void read(long frame, int from, byte[] target, int at, int count);

    /** Copies {@code count} bytes of {@code source} at {@code at} into the frame from {@code from} on; asked before. */
    void write(long frame, int from, byte[] source, int at, int count);
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.api.memory.GuestMemory;

/**
 * What stat tells of a file, for every form of it. The owner is root. Immutable.
 *
 * @param mode kind and permissions
 * @param major of the device; 0 for a file
 * @param minor of the device
 * @param size in bytes
 */
record FileFacts(int mode, int major, int minor, int size) {
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int REGULAR = 0100000;

    private static final int STAT_SIZE = 144;
    private static final int STATX_SIZE = 256;
    /** STATX_BASIC_STATS. */
    private static final int BASIC = 0x7ff;

    private static final int MODE = 07777;

    static FileFacts device(int permissions, int major, int minor) {
        return new FileFacts(CHARACTER_DEVICE | permissions, major, minor, 0);
    }

    static FileFacts file(int permissions, int size) {
        return new FileFacts(REGULAR | permissions, 0, 0, size);
    }

    /** {@code struct stat} of x86-64. */
    byte[] stat() {
        ByteBuffer out = of(STAT_SIZE);
        out.putLong(8, 1).putLong(16, 1).putInt(24, mode);
        out.putLong(40, (long) major << 8 | minor).putLong(48, size).putLong(56, GuestMemory.PAGE);
        return out.array();
    }

    /** {@code struct statx}. */
    byte[] statx() {
        ByteBuffer out = of(STATX_SIZE);
        out.putInt(0, BASIC).putInt(4, GuestMemory.PAGE).putInt(16, 1).putShort(28, (short) mode);
        out.putLong(32, 1).putLong(40, size).putInt(128, major).putInt(132, minor);
        return out.array();
    }

    /** Whether the owner may use it so: 4 to read, 2 to write, 1 to execute; 0 asks whether it is there. */
    boolean allows(int wanted) {
        return ((mode & MODE) >> 6 & wanted) == wanted;
    }

    private static ByteBuffer of(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}

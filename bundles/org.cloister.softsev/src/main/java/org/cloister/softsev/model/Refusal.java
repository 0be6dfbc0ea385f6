// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import java.util.function.Supplier;
import org.cloister.amd.channel.SevCommandException;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;

/** A command is refused: by what stands in for the kernel, or by what stands in for the firmware. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;
    private final int status;

    private Refusal(int errno, int status, String where) {
        super(where, null, false, false);
        this.errno = errno;
        this.status = status;
    }

    /** The kernel refuses by itself, at a field or address. */
    public static Refusal kernel(int errno, String where) {
        return new Refusal(errno, FirmwareStatus.NOT_CALLED, where);
    }

    /** The driver refuses although the firmware accepted the command. */
    public static Refusal driver(int errno, String where) {
        return new Refusal(errno, FirmwareStatus.SUCCESS.code(), where);
    }

    /** The firmware refuses; the kernel makes EIO of it. */
    public static Refusal firmware(FirmwareStatus status, String where) {
        return new Refusal(Errno.EIO, status.code(), where);
    }

    /** Refuses on the kernel's behalf unless a condition holds. */
    public static void unless(boolean holds, int errno, String where) {
        if (!holds) {
            throw kernel(errno, where);
        }
    }

    /** Refuses on the firmware's behalf unless a condition holds. */
    public static void unless(boolean holds, FirmwareStatus status, String where) {
        if (!holds) {
            throw firmware(status, where);
        }
    }

    /** The same where the words are wanted so seldom that they are put together only then. */
    public static void unless(boolean holds, int errno, Supplier<String> where) {
        if (!holds) {
            throw kernel(errno, where.get());
        }
    }

    /** The same where the words are wanted so seldom that they are put together only then. */
    public static void unless(boolean holds, FirmwareStatus status, Supplier<String> where) {
        if (!holds) {
            throw firmware(status, where.get());
        }
    }

    /** As the caller of a command gets it. */
    public SevCommandException as(String command) {
        return new SevCommandException(command, errno, status, getMessage());
    }

    /** The kernel's error number. */
    public int errno() {
        return errno;
    }

    /** The firmware's status. */
    public int status() {
        return status;
    }
}

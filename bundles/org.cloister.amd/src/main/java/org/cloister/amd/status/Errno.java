// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.status;

import java.util.Optional;

/**
 * Linux's error numbers, as KVM and the {@code ccp} driver use them for SEV commands: name, meaning there, remedy.
 *
 * <p>Numbers are those of x86-64, positive.
 */
public final class Errno {
    /** Not permitted. */
    public static final int EPERM = 1;
    /** No such file or directory. */
    public static final int ENOENT = 2;
    /** No such process. */
    public static final int ESRCH = 3;
    /** Interrupted by a signal. */
    public static final int EINTR = 4;
    /** The firmware refused. */
    public static final int EIO = 5;
    /** No such device or address. */
    public static final int ENXIO = 6;
    /** Argument list too long. */
    public static final int E2BIG = 7;
    /** Bad file descriptor. */
    public static final int EBADF = 9;
    /** Try again. */
    public static final int EAGAIN = 11;
    /** Out of memory. */
    public static final int ENOMEM = 12;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** Bad address. */
    public static final int EFAULT = 14;
    /** Busy. */
    public static final int EBUSY = 16;
    /** Exists already. */
    public static final int EEXIST = 17;
    /** No such device. */
    public static final int ENODEV = 19;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** Too many open files in the system. */
    public static final int ENFILE = 23;
    /** Too many open files. */
    public static final int EMFILE = 24;
    /** Inappropriate request. */
    public static final int ENOTTY = 25;
    /** No space left. */
    public static final int ENOSPC = 28;
    /** No such system call. */
    public static final int ENOSYS = 38;
    /** Not supported on this descriptor. */
    public static final int EOPNOTSUPP = 95;
    /** Timed out. */
    public static final int ETIMEDOUT = 110;
    /** Not supported, a number of the kernel's own that some drivers let through. */
    public static final int ENOTSUPP = 524;

    private Errno() {}

    /**
     * A number's symbolic name: {@code EINVAL}.
     *
     * @param errno positive; other numbers are reported as unknown
     * @return {@code errno 77} for a number that is not known here; never null
     */
    public static String name(int errno) {
        return ErrnoTable.find(errno).map(ErrnoTable.Entry::name).orElse("errno " + errno);
    }

    /**
     * A number in words: {@code EINVAL (22, the command does not fit …)}.
     *
     * @param errno positive; other numbers are reported as unknown
     * @return never null
     */
    public static String describe(int errno) {
        return ErrnoTable.find(errno)
                .map(entry -> inWords(errno, entry.meaning()))
                .orElseGet(() -> "errno " + errno + " (not one that SEV commands are known to give)");
    }

    /**
     * A number in words, with the meaning that it has for a command.
     *
     * @param command the command's name as {@code SevCommand.name()} and {@code PlatformCommand.name()} give it; one
     *     that gives the number no meaning of its own has the general one
     * @param errno positive; other numbers are reported as unknown
     * @return never null
     */
    public static String describe(String command, int errno) {
        return ofCommand(command, errno)
                .map(entry -> inWords(errno, entry.meaning()))
                .orElseGet(() -> describe(errno));
    }

    /**
     * What to do about it.
     *
     * @return never null
     */
    public static String remedy(int errno) {
        return ErrnoTable.find(errno).map(ErrnoTable.Entry::remedy).orElse("see the kernel log");
    }

    /**
     * What to do about it when a command gave it.
     *
     * @param command the command's name
     * @return never null
     */
    public static String remedy(String command, int errno) {
        return ofCommand(command, errno).map(CommandErrors.Entry::remedy).orElseGet(() -> remedy(errno));
    }

    private static Optional<CommandErrors.Entry> ofCommand(String command, int errno) {
        return CommandErrors.find(command, errno);
    }

    private static String inWords(int errno, String meaning) {
        return name(errno) + " (" + errno + ", " + meaning + ")";
    }
}

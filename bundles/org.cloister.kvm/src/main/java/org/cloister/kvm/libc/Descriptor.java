// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.libc;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.cloister.amd.status.Errno;

/**
 * An open file descriptor. Closing it waits for calls that are under way, so that none of them reaches a descriptor
 * that was opened under the same number since; end a call that may go on for ever before closing. Safe for use by
 * several threads.
 */
public final class Descriptor implements AutoCloseable {
    private static final int O_RDONLY = 0;
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int MFD_CLOEXEC = 1;

    private final int number;
    private final CloseGuard guard;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private Descriptor(int number, String what) {
        this.number = number;
        guard = new CloseGuard(this, what, () -> Libc.close(number));
    }

    /** What opening gave: a descriptor, or the error number. */
    public record Opened(Optional<Descriptor> descriptor, Result result) {
        /**
         * The descriptor.
         *
         * @throws org.cloister.api.CloisterException {@code kvm.call}
         */
        public Descriptor orThrow(String call) {
            return descriptor.orElseThrow(() -> result.failure(call));
        }
    }

    /** Why nothing can be opened here at all; empty when it can. */
    public static Optional<String> obstacle() {
        return Libc.obstacle();
    }

    /**
     * Opens a file that is there.
     *
     * @param write for reading and writing, or for reading only
     */
    public static Opened open(String path, boolean write) {
        int flags = O_CLOEXEC | (write ? O_RDWR : O_RDONLY);
        return take(Libc.open(zeroEnded(path), flags), path);
    }

    /** Makes a file that lies in memory and has no name in any folder. */
    public static Opened memfd(String name, long size) {
        Opened opened = take(Libc.memfd_create(zeroEnded(name), MFD_CLOEXEC), "memfd " + name);
        if (opened.descriptor().isEmpty()) {
            return opened;
        }
        Descriptor file = opened.descriptor().get();
        Result sized = Result.of(Libc.ftruncate(file.number, size));
        if (sized.failed()) {
            file.close();
            return new Opened(Optional.empty(), sized);
        }
        return opened;
    }

    /**
     * Makes a request that answers with a new descriptor.
     *
     * @param what the new descriptor is, for the log
     */
    public Opened openBy(long request, long argument, String what) {
        Result result = ioctlOnce(request, argument);
        return result.failed()
                ? new Opened(Optional.empty(), result)
                : new Opened(Optional.of(new Descriptor((int) result.value(), what)), result);
    }

    /**
     * Makes a request of the driver.
     *
     * @param request the ioctl number, unsigned 32 bits
     * @param argument a number, or the address of a struct that outlives the call
     * @return the answer; {@code EBADF} after the descriptor was closed
     */
    public Result ioctl(long request, long argument) {
        return using(() -> Libc.Direct.ioctl(number, request & 0xffffffffL, argument));
    }

    /**
     * Makes a request of the driver once: the same as {@link #ioctl}, slower, and without what precedes its first call
     * in a process.
     */
    public Result ioctlOnce(long request, long argument) {
        return using(() -> Libc.ioctl(number, request & 0xffffffffL, argument));
    }

    /** The number, for structs that name a descriptor; it means nothing after {@link #close}. */
    public int number() {
        return number;
    }

    Result using(LongSupplier call) {
        use.readLock().lock();
        try {
            return closed ? new Result(-1, Errno.EBADF) : Result.of(call.getAsLong());
        } finally {
            use.readLock().unlock();
        }
    }

    /** Closes it. Closing twice is harmless. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            closed = true;
            guard.close();
        } finally {
            use.writeLock().unlock();
        }
    }

    private static Opened take(int number, String what) {
        return number < 0
                ? new Opened(Optional.empty(), Result.of(-1))
                : new Opened(Optional.of(new Descriptor(number, what)), new Result(number, 0));
    }

    private static byte[] zeroEnded(String text) {
        return (text + '\0').getBytes(StandardCharsets.UTF_8);
    }
}

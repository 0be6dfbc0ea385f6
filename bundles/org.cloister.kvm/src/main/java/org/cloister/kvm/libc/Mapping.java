// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.libc;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * Pages mapped into this process, read and written in place. Unmapping waits for reads and writes that are under way: a
 * page that is gone would end the process. Safe for use by several threads.
 */
public final class Mapping implements AutoCloseable {
    private static final int PROT_READ_WRITE = 3;
    private static final int PROT_READ_EXECUTE = 5;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x4022;
    // A Java buffer ends below 2 GiB
    private static final int WINDOW_BITS = 30;

    private final long address;
    private final long size;
    private final ByteBuffer[] windows;
    private final CloseGuard guard;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private Mapping(long address, long size, String what) {
        this.address = address;
        this.size = size;
        windows = windows(address, size);
        guard = new CloseGuard(this, what, () -> Libc.munmap(address, size));
    }

    /**
     * Pages of zeros, which cost memory when they are written.
     *
     * @param size a positive multiple of 4096
     * @throws org.cloister.api.CloisterException {@code kvm.call}
     */
    public static Mapping anonymous(long size, String what) {
        return map(size, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, what);
    }

    /**
     * What a descriptor shares.
     *
     * @throws org.cloister.api.CloisterException {@code kvm.call}
     */
    public static Mapping of(Descriptor file, long size, String what) {
        return map(size, MAP_SHARED, file.number(), what);
    }

    private static Mapping map(long size, int flags, int fd, String what) {
        long address = Result.of(Libc.mmap(0, size, PROT_READ_WRITE, flags, fd, 0))
                .orThrow("mmap of " + size + " bytes for " + what);
        return new Mapping(address, size, what);
    }

    private static ByteBuffer[] windows(long address, long size) {
        ByteBuffer[] windows = new ByteBuffer[(int) ((size - 1 >> WINDOW_BITS) + 1)];
        for (int i = 0; i < windows.length; i++) {
            long from = (long) i << WINDOW_BITS;
            windows[i] = new Pointer(address)
                    .getByteBuffer(from, Math.min(size - from, 1L << WINDOW_BITS))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        return windows;
    }

    /** Where it begins, for structs that name an address; nothing lies there after {@link #close}. */
    public long address() {
        return address;
    }

    /** Its length in bytes. */
    public long size() {
        return size;
    }

    /** Copies bytes out of it. */
    public void read(long at, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(at, length, size);
        using(() -> {
            eachWindow(at, length, (window, from, done, count) -> window.get(from, target, offset + done, count));
            return null;
        });
    }

    /** Copies bytes into it. */
    public void write(long at, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(at, length, size);
        using(() -> {
            eachWindow(at, length, (window, from, done, count) -> window.put(from, source, offset + done, count));
            return null;
        });
    }

    /**
     * Does something with the first bytes in place.
     *
     * @return what the call returns; empty after the mapping was closed
     */
    public <T> Optional<T> inPlace(java.util.function.Function<ByteBuffer, T> call) {
        use.readLock().lock();
        try {
            return closed ? Optional.empty() : Optional.ofNullable(call.apply(windows[0]));
        } finally {
            use.readLock().unlock();
        }
    }

    /** Lets the processor execute what was written, and nobody write it any more. */
    public Result makeExecutable() {
        return using(() -> Result.of(Libc.mprotect(address, size, PROT_READ_EXECUTE)));
    }

    private <T> T using(Supplier<T> call) {
        use.readLock().lock();
        try {
            if (closed) {
                throw Problem.operation(ProblemCodes.MEMORY_CLOSED, "this memory was unmapped")
                        .exception();
            }
            return call.get();
        } finally {
            use.readLock().unlock();
        }
    }

    /** Unmaps it. Closing twice is harmless. */
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

    @FunctionalInterface
    private interface Piece {
        void of(ByteBuffer window, int from, int done, int count);
    }

    private void eachWindow(long at, int length, Piece piece) {
        int done = 0;
        while (done < length) {
            long position = at + done;
            ByteBuffer window = windows[(int) (position >> WINDOW_BITS)];
            int from = (int) (position & (1L << WINDOW_BITS) - 1);
            int count = Math.min(window.capacity() - from, length - done);
            piece.of(window, from, done, count);
            done += count;
        }
    }
}

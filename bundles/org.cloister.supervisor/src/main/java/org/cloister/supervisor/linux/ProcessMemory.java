// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.cloister.api.memory.GuestMemory;

/**
 * The memory of another process. A read or write is whole or failed. Safe for use by several threads.
 *
 * @param pid of the process or one of its threads
 */
public record ProcessMemory(int pid) {
    /** A path with its zero is no longer (Linux, limits.h). */
    private static final int PATH_MAX = 4096;

    private static final int PIECE = 256;
    /** What is copied at once through native memory. */
    private static final int CHUNK = 1 << 20;

    /** Reads as many bytes as the target has; false where not all can be read. */
    public boolean read(long address, byte[] target) {
        for (int done = 0; done < target.length; done += CHUNK) {
            NativeStruct copy = NativeStruct.of(Math.min(CHUNK, target.length - done));
            if (!moved(SystemCall.PROCESS_VM_READV, address + done, copy)) {
                return false;
            }
            copy.buffer().get(0, target, done, copy.buffer().capacity());
        }
        return true;
    }

    /** Reads bytes; empty where not all can be read. */
    public Optional<byte[]> read(long address, int length) {
        byte[] target = new byte[length];
        return read(address, target) ? Optional.of(target) : Optional.empty();
    }

    /** Writes all bytes; false where not all could be written. */
    public boolean write(long address, byte[] source) {
        for (int done = 0; done < source.length; done += CHUNK) {
            NativeStruct copy = NativeStruct.of(Math.min(CHUNK, source.length - done));
            copy.buffer().put(0, source, done, copy.buffer().capacity());
            if (!moved(SystemCall.PROCESS_VM_WRITEV, address + done, copy)) {
                return false;
            }
        }
        return true;
    }

    /** The bytes before the next zero; empty where there is none in what a path may be long, or it cannot be read. */
    public Optional<byte[]> text(long address) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        long at = address;
        while (text.size() < PATH_MAX) {
            Optional<byte[]> piece = read(at, (int) Math.min(PIECE, GuestMemory.PAGE - (at & GuestMemory.PAGE - 1)));
            if (piece.isEmpty()) {
                return Optional.empty();
            }
            for (byte one : piece.get()) {
                if (one == 0) {
                    return Optional.of(text.toByteArray());
                }
                text.write(one);
            }
            at += piece.get().length;
        }
        return Optional.empty();
    }

    // struct iovec of here and of there, one behind the other
    private boolean moved(SystemCall call, long address, NativeStruct copy) {
        int length = copy.buffer().capacity();
        NativeStruct vectors = NativeStruct.of(32);
        vectors.buffer().putLong(0, copy.address()).putLong(8, length);
        vectors.buffer().putLong(16, address).putLong(24, length);
        CallResult moved = copy.with(here -> vectors.with(at -> NativeCalls.call(call, pid, at, 1, at + 16, 1, 0)));
        return moved.value() == length;
    }
}

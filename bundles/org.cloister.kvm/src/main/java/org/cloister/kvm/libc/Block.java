// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.libc;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongFunction;
import java.util.function.LongToIntFunction;
import org.cloister.api.Bytes;

/**
 * A struct in native memory, little-endian, zero at first. The collector frees it. Not safe for use by several threads.
 */
public final class Block {
    private final ByteBuffer buffer;
    private final long address;

    private Block(int size) {
        buffer = ByteBuffer.allocateDirect(Math.max(size, 1)).order(ByteOrder.LITTLE_ENDIAN);
        address = Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }

    /** A block of zeros. */
    public static Block of(int size) {
        return new Block(size);
    }

    /** A block with a content. */
    public static Block of(Bytes content) {
        Block block = new Block(content.length());
        block.buffer.put(0, content.toArray());
        return block;
    }

    /** The bytes, to be read and written by their offsets. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** The first bytes as they are now. */
    public Bytes bytes(int length) {
        byte[] copy = new byte[length];
        buffer.get(0, copy);
        return Bytes.of(copy);
    }

    /** Where it lies; valid for as long as the block is reachable. */
    public long address() {
        return address;
    }

    /** Makes a call with the address; the block stays where it is until the call returns. */
    public <T> T with(LongFunction<T> call) {
        try {
            return call.apply(address);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    int during(LongToIntFunction call) {
        try {
            return call.applyAsInt(address);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }
}

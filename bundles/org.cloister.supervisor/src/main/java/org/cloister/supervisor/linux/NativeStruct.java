// SPDX-License-Identifier: Apache-2.0
package org.cloister.supervisor.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongFunction;

/** A struct in native memory, little-endian, zero at first. The collector frees it. Not safe for several threads. */
final class NativeStruct {
    private final ByteBuffer buffer;
    private final long address;

    private NativeStruct(int size) {
        buffer = ByteBuffer.allocateDirect(Math.max(size, 1)).order(ByteOrder.LITTLE_ENDIAN);
        address = Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
    }

    static NativeStruct of(int size) {
        return new NativeStruct(size);
    }

    static NativeStruct of(byte[] content) {
        NativeStruct block = new NativeStruct(content.length);
        block.buffer.put(0, content);
        return block;
    }

    /** Text as C has it, with a zero behind it. */
    static NativeStruct text(byte[] text) {
        NativeStruct block = new NativeStruct(text.length + 1);
        block.buffer.put(0, text);
        return block;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    /** Where it lies; valid for as long as the block is reachable. */
    long address() {
        return address;
    }

    /** Makes a call with the address; the block stays where it is until the call returns. */
    <T> T with(LongFunction<T> call) {
        try {
            return call.apply(address);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    byte[] bytes() {
        byte[] copy = new byte[buffer.capacity()];
        buffer.get(0, copy);
        return copy;
    }

    void clear() {
        buffer.put(0, new byte[buffer.capacity()]);
    }
}

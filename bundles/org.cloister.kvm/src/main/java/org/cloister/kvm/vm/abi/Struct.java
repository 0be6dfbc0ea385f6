// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.abi;

import java.nio.ByteBuffer;
import java.util.function.LongFunction;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.kvm.libc.Block;

/**
 * One of the kernel's structs in native memory, by the names of its fields. Zero at first. Not safe for use by several
 * threads.
 */
public final class Struct {
    private final Layout layout;
    private final Block block;

    private Struct(Layout layout, Block block) {
        this.layout = layout;
        this.block = block;
    }

    /** A struct of zeros. */
    public static Struct of(Layout layout) {
        return withEntries(layout, 0, 0);
    }

    /** A struct of zeros with a list behind it. */
    public static Struct withEntries(Layout layout, int entries, int entrySize) {
        return new Struct(layout, Block.of(layout.size() + Math.multiplyExact(entries, entrySize)));
    }

    /** What the fields are. */
    public Layout layout() {
        return layout;
    }

    /** The value of a field, unsigned. */
    public long get(String field) {
        return layout.slot(field).number(block.buffer());
    }

    /**
     * Sets a field.
     *
     * @return this
     * @throws IllegalArgumentException when there is no such field, or no room for the value
     */
    public Struct set(String field, long value) {
        Slot place = layout.slot(field);
        if (!place.fits(value)) {
            throw new IllegalArgumentException(field + " has no room for 0x" + Long.toHexString(value));
        }
        place.put(block.buffer(), value);
        return this;
    }

    /** All its bytes, little-endian. */
    public ByteBuffer buffer() {
        return block.buffer();
    }

    /** Makes a call with its address; it stays where it is until the call returns. */
    public <T> T with(LongFunction<T> call) {
        return block.with(call);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.vm.abi;

import java.nio.ByteBuffer;
import java.util.function.LongFunction;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.kvm.libc.Block;

/**
 * One of the kernel's structs in native memory, by its fields; registers also by their names. Zero at first. Not safe
 * for use by several threads.
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

    /**
     * The value of a field, unsigned.
     *
     * @param field of its layout, or of one that begins alike
     */
    public long get(Slot field) {
        return field.number(block.buffer());
    }

    /** The value of a register, by the kernel's name for it. */
    public long get(String register) {
        return get(layout.slot(register));
    }

    /**
     * Sets a field.
     *
     * @param field of its layout, or of one that begins alike
     * @return this
     * @throws IllegalArgumentException when there is no room for the value
     */
    public Struct set(Slot field, long value) {
        if (!field.fits(value)) {
            throw new IllegalArgumentException(field.name() + " has no room for 0x" + Long.toHexString(value));
        }
        field.put(block.buffer(), value);
        return this;
    }

    /**
     * Sets a register, by the kernel's name for it.
     *
     * @return this
     * @throws IllegalArgumentException when there is no such register, or no room for the value
     */
    public Struct set(String register, long value) {
        return set(layout.slot(register), value);
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

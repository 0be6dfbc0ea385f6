// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

import java.nio.ByteBuffer;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/**
 * Where a field lies in a structure and how it is read, written and shown: a line of the structure's table. Immutable.
 *
 * @param name in the words of AMD's specification, or of the kernel's header
 * @param offset bytes from the beginning of the structure
 * @param size in bytes, at least 1; fields in the notations of numbers have at most 8
 * @param notation how its content is shown
 * @param meaning what it is, in a few words; may be empty
 */
public record Slot(String name, int offset, int size, Notation notation, String meaning) implements LayoutPart {
    /** A number of at most 8 bytes whose name says what it is, shown in decimal. */
    public static Slot number(String name, int offset, int size) {
        return new Slot(name, offset, size, Notation.NUMBER, "");
    }

    /** A number of at most 8 bytes whose name says what it is, shown in hexadecimal. */
    public static Slot hex(String name, int offset, int size) {
        return new Slot(name, offset, size, Notation.HEX, "");
    }

    /** Bytes whose name says what they are. */
    public static Slot bytes(String name, int offset, int size) {
        return new Slot(name, offset, size, Notation.BYTES, "");
    }

    @Override
    public List<Slot> slots() {
        return List.of(this);
    }

    /** The first byte behind it. */
    public int end() {
        return offset + size;
    }

    /**
     * Its bytes.
     *
     * @param structure at least as long as {@link #end()}
     */
    public Bytes in(Bytes structure) {
        return structure.slice(offset, size);
    }

    /**
     * Its content as a little-endian number; for fields of at most 8 bytes.
     *
     * @param structure at least as long as {@link #end()}
     * @return unsigned; of an 8-byte field all 64 bits
     */
    public long number(Bytes structure) {
        return LittleEndian.number(in(structure));
    }

    /**
     * Its content as a little-endian number; for fields of at most 8 bytes.
     *
     * @param structure begins at index 0, whatever its position and byte order
     * @return unsigned; of an 8-byte field all 64 bits
     */
    public long number(ByteBuffer structure) {
        return number(structure, 0);
    }

    /**
     * The same of a structure that is an entry of a list.
     *
     * @param base where the structure begins in the buffer
     */
    public long number(ByteBuffer list, int base) {
        return LittleEndian.number(list, base + offset, size);
    }

    /** Whether a value, as an unsigned number, has room in it. */
    public boolean fits(long value) {
        return size <= Long.BYTES && LittleEndian.fits(value, size);
    }

    /**
     * Writes a number, the lowest byte first.
     *
     * @param value unsigned
     * @throws org.cloister.api.CloisterException {@code field.range} when it has no room
     */
    public void put(byte[] structure, long value) {
        put(ByteBuffer.wrap(structure), 0, value);
    }

    /**
     * Writes a number, the lowest byte first.
     *
     * @param structure begins at index 0, whatever its position and byte order
     * @param value unsigned
     * @throws org.cloister.api.CloisterException {@code field.range} when it has no room
     */
    public void put(ByteBuffer structure, long value) {
        put(structure, 0, value);
    }

    /**
     * Writes a number into a structure that is an entry of a list.
     *
     * @param base where the structure begins in the buffer
     * @param value unsigned
     * @throws org.cloister.api.CloisterException {@code field.range} when it has no room
     */
    public void put(ByteBuffer list, int base, long value) {
        if (!fits(value)) {
            throw Problem.input(StructCodes.FIELD_RANGE, "this number does not fit into its field")
                    .at(name)
                    .found(Numbers.hex(value))
                    .expected(size + " bytes")
                    .exception();
        }
        LittleEndian.put(list, base + offset, size, value);
    }

    /**
     * Writes bytes.
     *
     * @throws org.cloister.api.CloisterException {@code field.size} when they are not as many as the field has
     */
    public void put(byte[] structure, Bytes content) {
        if (content.length() != size) {
            throw Problem.input(StructCodes.FIELD_SIZE, "these bytes do not fill their field")
                    .at(name)
                    .found(content.length() + " bytes")
                    .expected(size + " bytes")
                    .exception();
        }
        content.copyTo(0, structure, offset, size);
    }

    /** The field as it is shown, with the meaning that the table gives it. */
    public Field show(Bytes structure, int base) {
        return show(structure, base, meaning);
    }

    /**
     * The field as it is shown.
     *
     * @param base where the structure begins in the outermost one
     * @param said the meaning of its content
     */
    public Field show(Bytes structure, int base, String said) {
        return new Field(name, base + offset, size, notation.text(in(structure)), said);
    }
}

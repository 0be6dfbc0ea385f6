// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.show;

import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * Where a field lies in a structure and how it is read, written and shown: a line of the structure's table. Immutable.
 *
 * @param name in the words of AMD's specification
 * @param offset bytes from the beginning of the structure
 * @param size in bytes, at least 1; fields in the notations of numbers have at most 8
 * @param notation how its content is shown
 * @param meaning what it is, in a few words; may be empty
 */
public record Slot(String name, int offset, int size, Notation notation, String meaning) {
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
     * Writes a number, the lowest byte first.
     *
     * @param value unsigned
     * @throws org.cloister.api.CloisterException {@code field.range} when it has no room
     */
    public void put(byte[] structure, long value) {
        if (size > Long.BYTES || !LittleEndian.fits(value, size)) {
            throw Problem.input("field.range", "this number does not fit into its field")
                    .at(name)
                    .found("0x" + Long.toHexString(value))
                    .expected(size + " bytes")
                    .exception();
        }
        LittleEndian.put(structure, offset, size, value);
    }

    /**
     * Writes bytes.
     *
     * @throws org.cloister.api.CloisterException {@code field.size} when they are not as many as the field has
     */
    public void put(byte[] structure, Bytes content) {
        if (content.length() != size) {
            throw Problem.input("field.size", "these bytes do not fill their field")
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

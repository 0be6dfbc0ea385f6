// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.struct;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * The table of a structure of fixed size. What its slots leave out is reserved and must be zero. Immutable.
 *
 * @param kind what the structure is, in a few words
 * @param size in bytes
 * @param slots sorted by offset, none overlapping another
 */
public record Layout(String kind, int size, List<Slot> slots) {
    /** The name of the slots that {@link #reserved()} makes. */
    public static final String RESERVED = "reserved";

    /** As many bytes as {@link Bytes#toString} shows. */
    private static final int SHOWN = 32;

    /** Sorts the slots and checks that they lie within the structure and do not overlap. */
    public Layout {
        slots = slots.stream().sorted(Comparator.comparingInt(Slot::offset)).toList();
        int end = 0;
        for (Slot slot : slots) {
            if (slot.offset() < end || slot.end() > size) {
                throw new IllegalArgumentException(slot + " overlaps another or the end of " + kind);
            }
            end = slot.end();
        }
    }

    /**
     * A layout of its parts.
     *
     * @param parts in any order
     */
    public static Layout of(String kind, int size, LayoutPart... parts) {
        return new Layout(
                kind,
                size,
                Stream.of(parts).flatMap(part -> part.slots().stream()).toList());
    }

    /**
     * The slot with a name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Slot slot(String name) {
        for (Slot slot : slots) {
            if (slot.name().equals(name)) {
                return slot;
            }
        }
        throw new IllegalArgumentException(kind + " has no field " + name);
    }

    /** What lies between the slots: bytes that must be zero. */
    public List<Slot> reserved() {
        List<Slot> gaps = new ArrayList<>();
        int end = 0;
        for (Slot slot : slots) {
            addGap(gaps, end, slot.offset());
            end = slot.end();
        }
        addGap(gaps, end, size);
        return List.copyOf(gaps);
    }

    /**
     * The reserved runs that are not zero.
     *
     * @param base where the structure begins in the outermost one
     */
    public List<Violation> violations(Bytes structure, int base) {
        return reserved().stream()
                .filter(gap -> !gap.in(structure).isZero())
                .map(gap -> violation(gap, gap.in(structure), base))
                .toList();
    }

    // Of a long run only the beginning is shown: where that is zeros, other bytes have to be reported.
    private static Violation violation(Slot gap, Bytes content, int base) {
        int from = 0;
        while (content.at(from) == 0) {
            from++;
        }
        String found = from < SHOWN
                ? content.toString()
                : String.format(
                        Locale.ROOT,
                        "%s from offset 0x%x on",
                        content.slice(from, content.length() - from),
                        base + gap.offset() + from);
        return new Violation(gap.name(), base + gap.offset(), found, "zeros");
    }

    /**
     * Every field, reserved runs too, in the order of their offsets.
     *
     * @param base where the structure begins in the outermost one
     * @param meanings what the content of a slot means
     */
    public List<Field> fields(Bytes structure, int base, Function<Slot, String> meanings) {
        Stream<Field> known = slots.stream().map(slot -> slot.show(structure, base, meanings.apply(slot)));
        Stream<Field> others = reserved().stream().map(gap -> gap.show(structure, base));
        return Stream.concat(known, others)
                .sorted(Comparator.comparingInt(Field::offset))
                .toList();
    }

    /**
     * Checks that there are exactly as many bytes as the structure has.
     *
     * @param length how many there are
     * @param code of the problem
     * @param name what the bytes are called in the problem, a file name for example
     * @throws org.cloister.api.CloisterException with that code, and the lengths found and expected
     */
    public void requireSize(int length, String code, String name) {
        int excess = length - size;
        if (excess != 0) {
            throw Problem.input(code, "this is not as long as " + kind + " is")
                    .at(name)
                    .found(length + " bytes")
                    .expected(size + " bytes")
                    .remedy(
                            excess < 0
                                    ? "the end is missing"
                                    : String.format(Locale.ROOT, "remove all from offset 0x%x on", size))
                    .exception();
        }
    }

    private static void addGap(List<Slot> gaps, int from, int to) {
        if (to > from) {
            gaps.add(new Slot(RESERVED, from, to - from, Notation.ZEROS, "must be zero"));
        }
    }
}

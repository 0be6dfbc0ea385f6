// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * The versions of a trusted computing base's components in the 64 bits that AMD stores them in (SEV-SNP firmware ABI,
 * 56860, "TCB_VERSION"). What is demanded of them is compared component by component; which one is older, firmware
 * decides as if they were one number. Immutable.
 *
 * @param raw the eight bytes, the first one in bits 7:0
 * @param layout which byte is which component, not null
 */
public record TcbVersion(long raw, TcbLayout layout) {
    /** Bytes that it takes. */
    public static final int SIZE = 8;

    private static final int MOST = 0xff;

    /**
     * A version from its components; those that are not mentioned are 0.
     *
     * @throws org.cloister.api.CloisterException {@code tcb.component} for one that the layout lacks or that is not 0
     *     to 255
     */
    public static TcbVersion of(TcbLayout layout, Map<TcbComponent, Integer> components) {
        TcbVersion version = new TcbVersion(0, layout);
        for (Map.Entry<TcbComponent, Integer> entry : components.entrySet()) {
            version = version.with(entry.getKey(), entry.getValue());
        }
        return version;
    }

    /** A component, 0 to 255; empty when this layout does not have it. */
    public OptionalInt get(TcbComponent component) {
        return layout.has(component) ? OptionalInt.of(value(component)) : OptionalInt.empty();
    }

    /**
     * The same version with another value of one component.
     *
     * @throws org.cloister.api.CloisterException {@code tcb.component} when the layout lacks it or the value is not 0
     *     to 255
     */
    public TcbVersion with(TcbComponent component, int value) {
        if (!layout.has(component) || value < 0 || value > MOST) {
            throw Problem.input(TcbCodes.TCB_COMPONENT, "a TCB version of this generation cannot say this")
                    .at(component.key())
                    .found(value)
                    .expected("0 to 255 for one of " + keys())
                    .exception();
        }
        int shift = shift(component);
        return new TcbVersion(raw & ~((long) MOST << shift) | (long) value << shift, layout);
    }

    /**
     * The components that are lower here than in another version, in the order of their bytes.
     *
     * @throws org.cloister.api.CloisterException {@code tcb.layout} when the other has another layout
     */
    public List<TcbComponent> below(TcbVersion other) {
        requireSame(other);
        return layout.components().stream()
                .filter(component -> value(component) < other.value(component))
                .toList();
    }

    /**
     * Whether no component is lower than in another version.
     *
     * @throws org.cloister.api.CloisterException {@code tcb.layout} when the other has another layout
     */
    public boolean atLeast(TcbVersion other) {
        return below(other).isEmpty();
    }

    /**
     * Whether it is above another version as AMD's firmware orders them (amd/AMD-ASPFW): the first component that
     * differs decides, in the order of their bytes. So boot loader 3 with microcode 115 is above boot loader 2 with
     * microcode 200.
     *
     * @throws org.cloister.api.CloisterException {@code tcb.layout} when the other has another layout
     */
    public boolean isAbove(TcbVersion other) {
        requireSame(other);
        return layout.components().stream()
                        .mapToInt(one -> value(one) - other.value(one))
                        .filter(difference -> difference != 0)
                        .findFirst()
                        .orElse(0)
                > 0;
    }

    private void requireSame(TcbVersion other) {
        if (layout != other.layout) {
            throw Problem.input(TcbCodes.TCB_LAYOUT, "TCB versions of different generations cannot be compared")
                    .found(other.layout)
                    .expected(layout)
                    .exception();
        }
    }

    /** What stands in the bytes that this layout gives no component, lowest byte first; empty where it has all 8. */
    public Bytes beyond() {
        byte[] all = ByteBuffer.allocate(SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(raw)
                .array();
        int used = layout.components().size();
        return Bytes.of(all, used, SIZE - used);
    }

    /**
     * Every component with its byte.
     *
     * @param kind whose version it is
     * @param offset where it begins in the outermost structure
     */
    public Structure show(String kind, int offset) {
        List<TcbComponent> all = layout.components();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            fields.add(new Field(all.get(i).key(), offset + i, 1, Integer.toString(value(all.get(i))), ""));
        }
        Bytes rest = beyond();
        if (!rest.equals(Bytes.EMPTY)) {
            fields.add(new Field("reserved", offset + all.size(), rest.length(), rest.hex(), "no component is known"));
        }
        return new Structure(kind, fields);
    }

    /** The components by name, {@code bootloader=3,tee=0,…}; the spare ones only when they are not 0. */
    @Override
    public String toString() {
        return layout.components().stream()
                .filter(component -> !component.spare() || value(component) != 0)
                .map(component -> component.key() + "=" + value(component))
                .collect(Collectors.joining(","));
    }

    private int value(TcbComponent component) {
        return (int) (raw >>> shift(component) & MOST);
    }

    private int shift(TcbComponent component) {
        return layout.components().indexOf(component) * Byte.SIZE;
    }

    private String keys() {
        return layout.components().stream().map(TcbComponent::key).collect(Collectors.joining(", "));
    }
}

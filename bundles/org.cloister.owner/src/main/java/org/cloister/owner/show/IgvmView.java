// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * What is shown of an IGVM file: its header, and each structure of the variable header with what {@link IgvmHeaderType}
 * calls it (Microsoft, igvm_defs, {@code IGVM_FIXED_HEADER} and {@code IGVM_VHS_VARIABLE_HEADER}). Nothing is measured.
 */
final class IgvmView {
    private static final int HEADER = 24;
    private static final int HEAD = 8;
    private static final int ALIGNMENT = 8;
    /** Each page of a guest may have one. */
    private static final int MOST = 1 << 16;
    /** How many of one kind in a row are shown; the others are counted. */
    private static final int SHOWN = 16;

    private final Bytes content;
    private final String where;

    private IgvmView(Bytes content, String where) {
        this.content = content;
        this.where = where;
    }

    static Structure of(Bytes content, String where) {
        if (content.length() < HEADER) {
            throw Problem.input(OwnerCodes.SHOW_SIGN, "this IGVM file has no whole header")
                    .at(where)
                    .found(content.length() + " bytes")
                    .expected("at least " + HEADER)
                    .exception();
        }
        return new IgvmView(content, where).structure();
    }

    private Structure structure() {
        long start = u32(8);
        long size = u32(12);
        if (start < HEADER || start + size > content.length() || start % ALIGNMENT != 0) {
            throw wrong("the variable header lies outside the file", 8, Numbers.hex(start) + " and " + size + " bytes");
        }
        List<Field> header = List.of(
                new Field("magic", 0, 4, "IGVM", "not measured here: no independent tool's values were at hand"),
                new Field("format version", 4, 4, Long.toString(u32(4)), ""),
                new Field("variable header offset", 8, 4, Numbers.hex(start), ""),
                new Field("variable header size", 12, 4, Long.toString(size), "bytes"),
                new Field("total file size", 16, 4, Long.toString(u32(16)), "the file has " + content.length()),
                new Field("checksum", 20, 4, Numbers.hex(u32(20)), "CRC-32 of both headers, not verified"));
        return new Structure("IGVM file", header, directives((int) start, (int) (start + size)));
    }

    private List<Structure> directives(int start, int end) {
        List<Field> fields = new ArrayList<>();
        int count = 0;
        int run = 0;
        long before = -1;
        for (int at = start; at < end; count++) {
            if (end - at < HEAD || count == MOST) {
                throw wrong(
                        "the variable header ends in the middle, or has too many structures", at, count + " before");
            }
            long type = u32(at);
            long length = u32(at + 4);
            if (length > end - at - HEAD) {
                throw wrong("a structure runs over the end of the variable header", at, length + " bytes");
            }
            run = type == before ? run + 1 : 1;
            before = type;
            if (run <= SHOWN) {
                fields.add(directive(at, type, (int) length));
            } else if (run == SHOWN + 1) {
                fields.add(new Field("more of these", at, 0, "", "not shown one by one"));
            }
            at += HEAD + (int) (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
        String kind = String.format(Locale.ROOT, "variable header, %d structures", count);
        return fields.isEmpty() ? List.of() : List.of(new Structure(kind, fields));
    }

    private Field directive(int at, long type, int length) {
        String name = IgvmHeaderType.of(type).map(Enum::name).orElse("not known");
        String value = length <= 64 ? content.slice(at + HEAD, length).hex() : length + " bytes";
        return new Field(name, at, HEAD + length, value.isEmpty() ? "no data" : value, "type " + Numbers.hex(type));
    }

    private RuntimeException wrong(String what, int offset, String found) {
        return Problem.input(OwnerCodes.SHOW_SIGN, what)
                .at(where + ", offset " + Numbers.hex(offset))
                .found(found)
                .expected("structures of a type, a length and so many bytes, within " + content.length() + " bytes")
                .exception();
    }

    private long u32(int at) {
        ByteBuffer bytes = content.buffer().order(ByteOrder.LITTLE_ENDIAN);
        return Integer.toUnsignedLong(bytes.getInt(at));
    }
}

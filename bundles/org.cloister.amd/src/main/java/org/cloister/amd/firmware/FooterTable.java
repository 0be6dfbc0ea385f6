// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.firmware;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OVMF's table of GUIDed entries at the end of an image. It is read from the end backwards: each entry is {@code data,
 * u16 length of all, GUID}; the last one is the footer, whose length covers the table.
 */
final class FooterTable {
    /** Bytes behind the table: the reset vector's. */
    static final int BEHIND = 32;

    private static final Guid FOOTER = Guid.of("96b582de-1fb2-45f7-baea-a366c55a082d");
    private static final int HEAD = Short.BYTES + Guid.SIZE;

    private final ImageBytes in;
    private final Map<Guid, TableEntry> entries = new LinkedHashMap<>();

    private FooterTable(ImageBytes in) {
        this.in = in;
    }

    /** Whether an image has the footer where it has to be. */
    static boolean isIn(ImageBytes in) {
        int guidAt = in.size() - BEHIND - Guid.SIZE;
        return guidAt >= Short.BYTES && in.guid(guidAt).equals(FOOTER);
    }

    /** The table of an image that has a footer. */
    static FooterTable read(ImageBytes in) {
        FooterTable table = new FooterTable(in);
        int end = in.size() - BEHIND;
        int length = table.length(end, end, "table");
        table.readEntries(end - length, end - HEAD);
        return table;
    }

    List<TableEntry> entries() {
        return List.copyOf(entries.values());
    }

    Optional<TableEntry> find(Guid guid) {
        return Optional.ofNullable(entries.get(guid));
    }

    private void readEntries(int start, int end) {
        int at = end;
        while (at > start) {
            int length = length(at, at - start, "table entry");
            add(new TableEntry(
                    in.guid(at - Guid.SIZE), in.image().content().slice(at - length, length - HEAD), at - length));
            at -= length;
        }
    }

    /** The length field that ends with a GUID before {@code end}; the bytes it covers end there too. */
    private int length(int end, int available, String what) {
        int offset = end - HEAD;
        if (available < HEAD) {
            throw in.wrong(FirmwareCodes.OVMF_TABLE_LENGTH, "the table ends in the middle of an entry", end - available)
                    .found(available + " bytes")
                    .expected("0 or at least " + HEAD)
                    .exception();
        }
        int length = in.u16(offset);
        if (length < HEAD || length > available) {
            throw in.wrong(FirmwareCodes.OVMF_TABLE_LENGTH, "the length of a " + what + " is a lie", offset)
                    .found(length)
                    .expected(HEAD + " to " + available)
                    .exception();
        }
        return length;
    }

    private void add(TableEntry entry) {
        if (entries.putIfAbsent(entry.guid(), entry) != null) {
            throw in.wrong(FirmwareCodes.OVMF_TABLE_TWICE, "the table has two entries of one GUID", entry.offset())
                    .found(entry.guid())
                    .expected("each GUID once")
                    .exception();
        }
    }
}

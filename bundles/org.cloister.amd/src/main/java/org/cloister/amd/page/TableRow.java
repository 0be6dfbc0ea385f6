// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.cloister.amd.firmware.Guid;
import org.cloister.amd.struct.Field;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/** A row of a certificate table: what lies where. */
record TableRow(UUID guid, int offset, int length) {
    /** All rows up to the one of zeros, each checked. */
    static List<TableRow> all(Bytes table, String name) {
        List<TableRow> rows = new ArrayList<>();
        int at = 0;
        while (!end(table, at, name).isZero()) {
            if (rows.size() == CertificateTable.MOST) {
                throw Problem.input(PageCodes.CERTS_COUNT, "a certificate table cannot have so many entries")
                        .at(name)
                        .expected("at most " + CertificateTable.MOST)
                        .exception();
            }
            rows.add(new TableRow(guid(table, at), number(table, at + 16), number(table, at + 20)));
            at += CertificateTable.ENTRY;
        }
        int contents = at + CertificateTable.ENTRY;
        rows.forEach(row -> row.check(contents, table.length(), name));
        return List.copyOf(rows);
    }

    static void write(ByteBuffer out, UUID guid, int offset, int length) {
        out.order(ByteOrder.BIG_ENDIAN).putLong(guid.getMostSignificantBits()).putLong(guid.getLeastSignificantBits());
        out.order(ByteOrder.LITTLE_ENDIAN).putInt(offset).putInt(length);
    }

    CertificateEntry entry(Bytes table) {
        return new CertificateEntry(guid, table.slice(offset, length));
    }

    List<Field> show(int at) {
        String label = CertificateKind.of(guid).map(CertificateKind::name).orElse("not known");
        return List.of(
                new Field("guid", at, Guid.SIZE, guid.toString(), label),
                new Field("offset", at + 16, Integer.BYTES, Numbers.hex32(offset), "where it lies"),
                new Field("length", at + 20, Integer.BYTES, Integer.toString(length), "bytes of it"));
    }

    private void check(int contents, int end, String name) {
        long from = Integer.toUnsignedLong(offset);
        long size = Integer.toUnsignedLong(length);
        if (from < contents || size == 0 || from + size > end) {
            throw Problem.input(
                            PageCodes.CERTS_PLACE, "an entry of the certificate table does not lie among its contents")
                    .at(name + ", entry " + guid)
                    .found(String.format(Locale.ROOT, "offset 0x%x, length %d", from, size))
                    .expected(String.format(Locale.ROOT, "at least one byte between 0x%x and 0x%x", contents, end))
                    .exception();
        }
    }

    private static Bytes end(Bytes table, int at, String name) {
        if (at + CertificateTable.ENTRY > table.length()) {
            throw Problem.input(PageCodes.CERTS_END, "the certificate table has no end: an entry of zeros is missing")
                    .at(String.format(Locale.ROOT, "%s, offset 0x%x", name, at))
                    .found(table.length() + " bytes")
                    .expected("at least " + (at + CertificateTable.ENTRY) + " bytes")
                    .exception();
        }
        return table.slice(at, CertificateTable.ENTRY);
    }

    /** The GUID in whichever order makes it a known one; in the order of its text when none does. */
    private static UUID guid(Bytes table, int at) {
        ByteBuffer in = table.slice(at, Guid.SIZE).buffer().order(ByteOrder.BIG_ENDIAN);
        UUID text = new UUID(in.getLong(), in.getLong());
        UUID mixed = Guid.read(table, at).value();
        return CertificateKind.of(text).isEmpty() && CertificateKind.of(mixed).isPresent() ? mixed : text;
    }

    private static int number(Bytes table, int at) {
        return table.slice(at, Integer.BYTES).buffer().getInt();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.cloister.amd.firmware.Guid;
import org.cloister.amd.struct.Field;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/** A row of a certificate table: what lies where. */
record TableRow(UUID guid, int offset, int length) {
    static TableRow at(Bytes table, int at) {
        return new TableRow(guid(table, at), number(table, at + 16), number(table, at + 20));
    }

    static void write(ByteBuffer out, UUID guid, int offset, int length) {
        out.order(ByteOrder.BIG_ENDIAN).putLong(guid.getMostSignificantBits()).putLong(guid.getLeastSignificantBits());
        out.order(ByteOrder.LITTLE_ENDIAN).putInt(offset).putInt(length);
    }

    CertificateEntry entry(Bytes table) {
        return new CertificateEntry(guid, table.slice(offset, length));
    }

    List<Field> show(int at) {
        String label = kind().map(CertificateKind::name).orElse("not known");
        return List.of(
                new Field("guid", at, Guid.SIZE, guid.toString(), label),
                new Field("offset", at + 16, Integer.BYTES, Numbers.hex32(offset), "where it lies"),
                new Field("length", at + 20, Integer.BYTES, Long.toString(bytes()), "bytes of it"));
    }

    /** Whether its content lies, with a byte at least, behind the rows and within the bytes. */
    boolean liesIn(int contents, int end) {
        return from() >= contents && bytes() > 0 && from() + bytes() <= end;
    }

    Problem misplaced(int contents, int end, String name) {
        return Problem.input(PageCodes.CERTS_PLACE, "an entry of the certificate table does not lie among its contents")
                .at(name + ", entry " + label())
                .found(String.format(Locale.ROOT, "offset 0x%x, length %d", from(), bytes()))
                .expected(String.format(Locale.ROOT, "at least one byte between 0x%x and 0x%x", contents, end));
    }

    Problem tooMuch(String name) {
        return Problem.input(PageCodes.CERTS_SIZE, "the entries of the certificate table name more than is looked at")
                .at(name + ", entry " + label())
                .found(bytes() + " bytes")
                .expected("at most " + TableRows.MOST_BYTES + " bytes in all");
    }

    /** What it is, with its length. */
    @Override
    public String toString() {
        return kind().map(CertificateKind::name).orElse("the unknown kind " + guid) + " of length " + bytes();
    }

    private String label() {
        return guid + kind().map(kind -> ", " + kind.name()).orElse("");
    }

    Optional<CertificateKind> kind() {
        return CertificateKind.of(guid);
    }

    private long from() {
        return Integer.toUnsignedLong(offset);
    }

    private long bytes() {
        return Integer.toUnsignedLong(length);
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

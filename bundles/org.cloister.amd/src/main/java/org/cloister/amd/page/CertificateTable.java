// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;

/**
 * The table in which a host hands a guest the certificates that belong to its report (guest-hypervisor communication
 * block standardization, 56421, "SNP Extended Guest Request"): entries of 24 bytes, one of zeros, then the contents. It
 * keeps its bytes.
 *
 * <p>The tools that hosts are set up with write GUIDs in the order of their text, others may write them as UEFI stores
 * them. Both are read; the order of the text is written. Immutable.
 *
 * @param raw all bytes, padding behind the contents too
 */
public record CertificateTable(Bytes raw) {
    /** Bytes of an entry. */
    public static final int ENTRY = 24;

    /** Entries that are read at most. */
    public static final int MOST = 64;

    /**
     * Checks every entry.
     *
     * @throws org.cloister.api.CloisterException {@code certs.end}, {@code certs.count}, {@code certs.place}
     */
    public CertificateTable {
        TableRow.all(raw, "certificate table");
    }

    /**
     * Reads a table.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws org.cloister.api.CloisterException {@code certs.end} when there is no entry of zeros, {@code certs.count}
     *     when there are more than 64, {@code certs.place} when a content lies in the entries, outside of the bytes, or
     *     is empty
     */
    public static CertificateTable decode(Bytes bytes, String name) {
        TableRow.all(bytes, name);
        return new CertificateTable(bytes);
    }

    /**
     * A table with the contents one behind the other.
     *
     * @throws org.cloister.api.CloisterException {@code certs.count}, {@code certs.place} when an entry has no content
     */
    public static CertificateTable of(List<CertificateEntry> entries) {
        int size = (entries.size() + 1) * ENTRY;
        int length =
                size + entries.stream().mapToInt(one -> one.content().length()).sum();
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        int offset = size;
        for (CertificateEntry entry : entries) {
            TableRow.write(out, entry.guid(), offset, entry.content().length());
            offset += entry.content().length();
        }
        out.position(size);
        entries.forEach(entry -> out.put(entry.content().buffer()));
        return new CertificateTable(Bytes.of(out.array()));
    }

    /** Its bytes. */
    public Bytes encode() {
        return raw;
    }

    /** Its entries, in their order. */
    public List<CertificateEntry> entries() {
        return rows().stream().map(row -> row.entry(raw)).toList();
    }

    /** The contents of a kind, in their order. */
    public List<Bytes> contents(CertificateKind kind) {
        return entries().stream()
                .filter(entry -> entry.guid().equals(kind.guid()))
                .map(CertificateEntry::content)
                .toList();
    }

    /** Whether every byte that belongs to no entry and no content is zero: nothing else is hidden in it. */
    public boolean unusedIsZero() {
        byte[] rest = raw.toArray();
        List<TableRow> rows = rows();
        Arrays.fill(rest, 0, rows.size() * ENTRY, (byte) 0);
        rows.forEach(row -> Arrays.fill(rest, row.offset(), row.offset() + row.length(), (byte) 0));
        return Bytes.of(rest).isZero();
    }

    /** Every entry with its offsets; the contents as parts. */
    public Structure show() {
        List<TableRow> rows = rows();
        List<Field> fields = IntStream.range(0, rows.size())
                .boxed()
                .flatMap(i -> rows.get(i).show(i * ENTRY).stream())
                .toList();
        List<Structure> parts = rows.stream().map(row -> content(row)).toList();
        return new Structure("GHCB certificate table", fields, parts);
    }

    private Structure content(TableRow row) {
        String label = row.entry(raw).label();
        return new Structure(
                label, List.of(new Field("content", row.offset(), row.length(), row.length() + " bytes", "")));
    }

    private List<TableRow> rows() {
        return TableRow.all(raw, "certificate table");
    }
}

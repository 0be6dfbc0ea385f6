// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * The table in which a host hands a guest the certificates that belong to its report (guest-hypervisor communication
 * block standardization, 56421, "SNP Extended Guest Request"): entries of 24 bytes, one of zeros, then the contents. It
 * keeps its bytes.
 *
 * <p>The tools that hosts are set up with write GUIDs in the order of their text, others may write them as UEFI stores
 * them. Both are read; the order of the text is written. Immutable.
 *
 * <p>Whoever verifies takes a table from a host that nobody trusts. One row with junk in it must not take away the
 * others, so that a table is of any bytes: what its rows name and what is there are its entries, what is wrong with the
 * others are its faults.
 *
 * @param raw all bytes, padding behind the contents too
 */
public record CertificateTable(Bytes raw) {
    /** Bytes of an entry. */
    public static final int ENTRY = 24;

    /** Entries that are read at most. */
    public static final int MOST = 64;

    /** Any bytes, which may have faults. */
    public CertificateTable {
        Objects.requireNonNull(raw, "raw");
    }

    /**
     * Reads a table that has to be without a fault.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws org.cloister.api.CloisterException {@code certs.end} when there is no entry of zeros, {@code certs.count}
     *     when there are more than 64, {@code certs.place} when a content lies in the entries, outside of the bytes, or
     *     is empty, {@code certs.size} when the contents have more than 1 MiB
     */
    public static CertificateTable decode(Bytes bytes, String name) {
        CertificateTable table = new CertificateTable(bytes);
        table.faults(name).stream().findFirst().ifPresent(fault -> {
            throw fault.exception();
        });
        return table;
    }

    /** Whether bytes have a row for a certificate of a kind that is known: nothing but a table has one. */
    public static boolean seems(Bytes bytes) {
        return TableRows.of(bytes).all().stream().anyMatch(row -> row.kind().isPresent());
    }

    /**
     * A table with the contents one behind the other.
     *
     * @throws org.cloister.api.CloisterException {@code certs.count}, {@code certs.place} when an entry has no content,
     *     {@code certs.size}
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
        return decode(Bytes.of(out.array()), "certificate table");
    }

    /** Its bytes. */
    public Bytes encode() {
        return raw;
    }

    /** Its entries, in their order: the rows whose content is there. */
    public List<CertificateEntry> entries() {
        return TableRows.of(raw).usable().stream().map(row -> row.entry(raw)).toList();
    }

    /**
     * What is wrong with its end and with the rows that are no entries, one for each.
     *
     * @param name what the bytes are called in problems
     */
    public List<Problem> faults(String name) {
        return TableRows.of(raw).faults(name);
    }

    /**
     * What bytes are as a table: {@code a certificate table without an entry}, or with its rows named. Empty where they
     * are none, or have none of a kind that is known and are more likely something else.
     */
    public String summary() {
        return TableRows.of(raw).summary();
    }

    /** The contents of a kind, in their order. */
    public List<Bytes> contents(CertificateKind kind) {
        return entries().stream()
                .filter(entry -> entry.guid().equals(kind.guid()))
                .map(CertificateEntry::content)
                .toList();
    }

    /** Whether every byte that belongs to no row and no content is zero: nothing else is hidden in it. */
    public boolean unusedIsZero() {
        TableRows rows = TableRows.of(raw);
        byte[] rest = raw.toArray();
        Arrays.fill(rest, 0, rows.all().size() * ENTRY, (byte) 0);
        rows.usable().forEach(row -> Arrays.fill(rest, row.offset(), row.offset() + row.length(), (byte) 0));
        return Bytes.of(rest).isZero();
    }

    /** Every row with its offsets; the contents as parts. */
    public Structure show() {
        TableRows rows = TableRows.of(raw);
        List<Field> fields = IntStream.range(0, rows.all().size())
                .boxed()
                .flatMap(i -> rows.all().get(i).show(i * ENTRY).stream())
                .toList();
        List<Structure> parts = rows.usable().stream().map(this::content).toList();
        return new Structure("GHCB certificate table", fields, parts);
    }

    private Structure content(TableRow row) {
        String label = row.entry(raw).label();
        return new Structure(
                label, List.of(new Field("content", row.offset(), row.length(), row.length() + " bytes", "")));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * The rows of a certificate table, right or wrong, up to the one of zeros; where that is missing, up to the end of the
 * bytes or the most that are read.
 *
 * @param all in their order
 * @param size bytes of the whole table
 * @param ended whether a row of zeros is there
 */
record TableRows(List<TableRow> all, int size, boolean ended) {
    /** Contents that are looked at; the buffers that hosts hand tables over in have 16 KiB (Linux, sev-guest). */
    static final int MOST_BYTES = 1 << 20;

    private static final int SHOWN = 3;

    static TableRows of(Bytes table) {
        List<TableRow> rows = new ArrayList<>();
        int at = 0;
        while (rows.size() <= CertificateTable.MOST && at + CertificateTable.ENTRY <= table.length()) {
            if (table.slice(at, CertificateTable.ENTRY).isZero()) {
                return new TableRows(List.copyOf(rows), table.length(), true);
            }
            rows.add(TableRow.at(table, at));
            at += CertificateTable.ENTRY;
        }
        return new TableRows(List.copyOf(rows), table.length(), false);
    }

    /** Those whose content is there. Of rows that name the same bytes again and again the shortest are taken. */
    List<TableRow> usable() {
        Set<Integer> taken = new HashSet<>();
        long bytes = 0;
        for (int i : byLength()) {
            bytes += all.get(i).length();
            if (bytes <= MOST_BYTES) {
                taken.add(i);
            }
        }
        return IntStream.range(0, all.size())
                .filter(taken::contains)
                .mapToObj(all::get)
                .toList();
    }

    private List<Integer> byLength() {
        return IntStream.range(0, Math.min(all.size(), CertificateTable.MOST))
                .filter(i -> all.get(i).liesIn(contents(), size))
                .boxed()
                .sorted(Comparator.comparing(i -> all.get(i).length()))
                .toList();
    }

    String summary() {
        if (!ended || all.stream().anyMatch(row -> !row.liesIn(contents(), size) && row.length() != 0)) {
            return "";
        }
        String rows = all.stream().limit(SHOWN).map(TableRow::toString).collect(Collectors.joining(", "));
        String more = all.size() > SHOWN ? ", and " + (all.size() - SHOWN) + " more" : "";
        return all.isEmpty()
                ? "a certificate table without an entry"
                : "a certificate table with nothing but " + rows + more;
    }

    List<Problem> faults(String name) {
        if (all.size() > CertificateTable.MOST) {
            return List.of(Problem.input(PageCodes.CERTS_COUNT, "a certificate table cannot have so many entries")
                    .at(name)
                    .expected("at most " + CertificateTable.MOST));
        }
        if (!ended) {
            return List.of(noEnd(name));
        }
        List<TableRow> usable = usable();
        return all.stream()
                .filter(row -> !usable.contains(row))
                .map(row -> row.liesIn(contents(), size) ? row.tooMuch(name) : row.misplaced(contents(), size, name))
                .toList();
    }

    // Without an end contents begin nobody knows where: behind the first row at least.
    private int contents() {
        return ended ? (all.size() + 1) * CertificateTable.ENTRY : CertificateTable.ENTRY;
    }

    private Problem noEnd(String name) {
        int at = all.size() * CertificateTable.ENTRY;
        return Problem.input(PageCodes.CERTS_END, "the certificate table has no end: an entry of zeros is missing")
                .at(String.format(Locale.ROOT, "%s, offset 0x%x", name, at))
                .found(size + " bytes")
                .expected("at least " + (at + CertificateTable.ENTRY) + " bytes");
    }
}

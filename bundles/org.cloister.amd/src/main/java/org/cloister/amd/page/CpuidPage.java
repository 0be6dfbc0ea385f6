// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.memory.GuestMemory;

/**
 * The CPUID page of an SEV-SNP guest: what CPUID is to answer (SEV-SNP firmware ABI, 56860, "PAGE_TYPE_CPUID"). It
 * keeps its bytes, 3088 of the table or 4096 of the page. The firmware refuses it when a reserved byte of its head is
 * not zero. Immutable.
 *
 * @param raw all bytes
 */
public record CpuidPage(Bytes raw) {
    /** Bytes of the table. */
    public static final int SIZE = 0xc10;

    /** Answers that there is room for. */
    public static final int MOST = 64;

    private static final int HEAD = 16;
    private static final Slot COUNT = new Slot("count", 0, 4, Notation.NUMBER, "answers that count");
    private static final Slot TABLE = new Slot("cpuid", HEAD, MOST * CpuidPageEntry.SIZE, Notation.ZEROS, "answers");
    private static final Layout LAYOUT = new Layout("a CPUID page", SIZE, List.of(COUNT, TABLE));
    private static final Layout WHOLE = new Layout("a CPUID page", GuestMemory.PAGE, List.of(COUNT, TABLE));

    /**
     * Checks size and count.
     *
     * @throws org.cloister.api.CloisterException {@code cpuid.length}, {@code cpuid.count}
     */
    public CpuidPage {
        check(raw, "CPUID page");
    }

    /**
     * Reads a page.
     *
     * @param bytes 3088 or 4096
     * @param name what the bytes are called in problems, a file name for example
     * @throws org.cloister.api.CloisterException {@code cpuid.length}, {@code cpuid.count}
     */
    public static CpuidPage decode(Bytes bytes, String name) {
        check(bytes, name);
        return new CpuidPage(bytes);
    }

    /**
     * A table of 3088 bytes.
     *
     * @throws org.cloister.api.CloisterException {@code cpuid.count} when there are more than 64 answers
     */
    public static CpuidPage of(List<CpuidPageEntry> entries) {
        requireCount(entries.size(), "CPUID page");
        byte[] image = new byte[SIZE];
        COUNT.put(image, entries.size());
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).encode().copyTo(0, image, offset(i), CpuidPageEntry.SIZE);
        }
        return new CpuidPage(Bytes.of(image));
    }

    /** Its bytes. */
    public Bytes encode() {
        return raw;
    }

    /** A whole page of 4096 bytes. */
    public Bytes page() {
        byte[] image = new byte[GuestMemory.PAGE];
        raw.copyTo(0, image, 0, raw.length());
        return Bytes.of(image);
    }

    /** The answers that count. */
    public List<CpuidPageEntry> entries() {
        return IntStream.range(0, count())
                .mapToObj(i -> CpuidPageEntry.read(bytes(i)))
                .toList();
    }

    /** Reserved bytes that are not zero, and answers behind those that count. */
    public List<Violation> violations() {
        List<Violation> found = new ArrayList<>(layout().violations(raw, 0));
        for (int i = 0; i < count(); i++) {
            found.addAll(CpuidPageEntry.LAYOUT.violations(bytes(i), offset(i)));
        }
        for (int i = count(); i < MOST; i++) {
            if (!bytes(i).isZero()) {
                found.add(new Violation("cpuid", offset(i), bytes(i).toString(), "zeros behind the last answer"));
            }
        }
        return List.copyOf(found);
    }

    /** Every field with its offset and meaning; every answer that counts as a part. */
    public Structure show() {
        List<Structure> parts = IntStream.range(0, count())
                .mapToObj(i -> CpuidPageEntry.read(bytes(i)).show(bytes(i), offset(i)))
                .toList();
        return new Structure("SEV-SNP CPUID page", layout().fields(raw, 0, Slot::meaning), parts);
    }

    private Layout layout() {
        return layout(raw);
    }

    private int count() {
        return (int) COUNT.number(raw);
    }

    private Bytes bytes(int entry) {
        return raw.slice(offset(entry), CpuidPageEntry.SIZE);
    }

    private static int offset(int entry) {
        return HEAD + entry * CpuidPageEntry.SIZE;
    }

    private static Layout layout(Bytes raw) {
        return raw.length() == GuestMemory.PAGE ? WHOLE : LAYOUT;
    }

    private static void check(Bytes raw, String name) {
        layout(raw).requireSize(raw.length(), PageCodes.CPUID_LENGTH, name);
        requireCount(COUNT.number(raw), name);
    }

    private static void requireCount(long count, String name) {
        if (count > MOST) {
            throw Problem.input(PageCodes.CPUID_COUNT, "a CPUID page has no room for so many answers")
                    .at(name + ", count at offset 0x0")
                    .found(count)
                    .expected("at most " + MOST)
                    .exception();
        }
    }
}

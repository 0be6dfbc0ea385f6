// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The address space identifiers that KVM gives to one kind of guest. One that is given back is used again when there is
 * no other left, after a flush of all caches (Linux, sev_asid_new, __sev_recycle_asids). Safe for use by several
 * threads.
 */
public final class AsidPool {
    private static final int NAMED = 8;

    private final int first;
    private final int last;
    private final Runnable flush;
    private final SortedMap<Integer, String> holders = new TreeMap<>();
    private final BitSet returned = new BitSet();

    /**
     * Identifiers from {@code first} to {@code last}, none when the last is before the first.
     *
     * @param flush writes all caches back, so that identifiers can be used again
     */
    AsidPool(int first, int last, Runnable flush) {
        this.first = first;
        this.last = last;
        this.flush = flush;
    }

    /**
     * An identifier that nobody has.
     *
     * @param holder who gets it, for people
     * @return empty when all are taken
     */
    public synchronized OptionalInt take(String holder) {
        OptionalInt asid = unused();
        if (asid.isEmpty() && !returned.isEmpty()) {
            flush.run();
            returned.clear();
            asid = unused();
        }
        asid.ifPresent(taken -> holders.put(taken, holder));
        return asid;
    }

    /** Takes an identifier back. */
    public synchronized void release(int asid) {
        if (holders.remove(asid) != null) {
            returned.set(asid);
        }
    }

    /** How many are taken. */
    public synchronized int inUse() {
        return holders.size();
    }

    /** How many there are. */
    public int count() {
        return Math.max(0, last - first + 1);
    }

    /** That none is left: the range, and who holds them. */
    public synchronized String exhausted() {
        List<String> named = new ArrayList<>();
        holders.forEach((asid, holder) -> {
            if (named.size() < NAMED) {
                named.add(asid + " " + holder);
            }
        });
        String more = holders.size() > NAMED ? ", and " + (holders.size() - NAMED) + " more" : "";
        return String.format(
                Locale.ROOT, "no ASID left of %d to %d; held by %s%s", first, last, String.join(", ", named), more);
    }

    private OptionalInt unused() {
        int asid = first;
        while (asid <= last && (holders.containsKey(asid) || returned.get(asid))) {
            asid++;
        }
        return asid <= last ? OptionalInt.of(asid) : OptionalInt.empty();
    }
}

package org.cloister.softsev.processor;

import java.util.BitSet;
import java.util.OptionalInt;

/** The address space identifiers that SEV-ES and SEV-SNP guests share. Safe for use by several threads. */
final class AsidPool {
    private final int count;
    private final BitSet taken = new BitSet();

    /** @param count how many there are: 1 to {@code count} */
    AsidPool(int count) {
        this.count = count;
    }

    /** An identifier that nobody has; empty when all are taken. */
    synchronized OptionalInt take() {
        int asid = taken.nextClearBit(1);
        if (asid > count) {
            return OptionalInt.empty();
        }
        taken.set(asid);
        return OptionalInt.of(asid);
    }

    synchronized void release(int asid) {
        taken.clear(asid);
    }

    synchronized int inUse() {
        return taken.cardinality();
    }

    int count() {
        return count;
    }
}

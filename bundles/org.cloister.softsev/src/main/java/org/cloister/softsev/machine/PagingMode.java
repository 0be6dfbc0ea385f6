// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

import org.cloister.softsev.client.GuestPaging.Registers;

/** How tables are built in a mode of the processor (APM volume 2, 5.2, 5.3). */
enum PagingMode {
    /** Linear addresses are physical ones. */
    NONE(0, 0, 0, 0, false),
    /** 32-bit entries, pages of 4 KiB, and of 4 MiB with PSE. */
    LEGACY(2, 10, 4, 2, false),
    /** 64-bit entries in 32-bit mode; the highest table has four. */
    PAE(3, 9, 8, 2, true),
    /** Long mode. */
    FOUR_LEVELS(4, 9, 8, 3, true),
    /** Long mode with LA57. */
    FIVE_LEVELS(5, 9, 8, 3, true);

    private static final long PG = 1L << 31;
    private static final long CR4_PSE = 1 << 4;
    private static final long CR4_PAE = 1 << 5;
    private static final long CR4_LA57 = 1 << 12;
    private static final long LME = 1 << 8;
    private static final int PAGE_BITS = 12;
    private static final long LOW = 0xffffffffL;
    private static final long LARGE = 1 << 7;

    final int levels;
    final int entry;
    final boolean cbit;
    private final int bits;
    private final int largestLeaf;

    PagingMode(int levels, int bits, int entry, int largestLeaf, boolean cbit) {
        this.levels = levels;
        this.bits = bits;
        this.entry = entry;
        this.largestLeaf = largestLeaf;
        this.cbit = cbit;
    }

    static PagingMode of(Registers registers) {
        if ((registers.cr0() & PG) == 0) {
            return NONE;
        }
        if ((registers.cr4() & CR4_PAE) == 0) {
            return LEGACY;
        }
        if ((registers.efer() & LME) == 0) {
            return PAE;
        }
        return (registers.cr4() & CR4_LA57) == 0 ? FOUR_LEVELS : FIVE_LEVELS;
    }

    /** How many entries a table of a level has. */
    int entries(int level) {
        return this == PAE && level == levels ? 4 : 1 << bits;
    }

    int shift(int level) {
        return PAGE_BITS + (level - 1) * bits;
    }

    /** The bits of a linear address that count. */
    long linear(long address) {
        return levels < FOUR_LEVELS.levels ? address & LOW : address;
    }

    /** Where the highest table lies: PAE's need not begin with a page. */
    long top(long cr3, long address) {
        return this == PAE ? cr3 & LOW & -32L : address;
    }

    boolean leaf(Registers registers, long entry, int level) {
        boolean large = (entry & LARGE) != 0 && (this != LEGACY || (registers.cr4() & CR4_PSE) != 0);
        return level == 1 || level <= largestLeaf && large;
    }
}

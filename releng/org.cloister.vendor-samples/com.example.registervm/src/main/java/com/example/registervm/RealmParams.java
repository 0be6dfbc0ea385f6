// SPDX-License-Identifier: Apache-2.0
package com.example.registervm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a realm is created with, as far as it is measured (RmiRealmParams). Immutable.
 *
 * @param flags bit 1: vectors (SVE), bit 2: counters (PMU)
 * @param ipaBits the width of its addresses ({@code s2sz})
 * @param vectors the length of vectors, in 128 bits, less one ({@code sve_vl})
 * @param breakpoints how many, less one ({@code num_bps})
 * @param watchpoints how many, less one ({@code num_wps})
 * @param counters how many ({@code pmu_num_ctrs})
 * @param hash 0 for SHA-256, 1 for SHA-512 ({@code hash_algo})
 */
public record RealmParams(
        long flags, int ipaBits, int vectors, int breakpoints, int watchpoints, int counters, int hash) {
    /** The flag of vectors. */
    public static final long SVE = 1 << 1;
    /** The flag of counters. */
    public static final long PMU = 1 << 2;

    private static final int SIZE = 4096;

    /** The name of the hash, as Java has it. */
    public String algorithm() {
        return hash == 0 ? "SHA-256" : "SHA-512";
    }

    /** The page that is measured: a field in each 8 bytes, little-endian, and zeros for what is not measured. */
    byte[] page() {
        return ByteBuffer.allocate(SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(flags)
                .putLong(ipaBits)
                .putLong(vectors)
                .putLong(breakpoints)
                .putLong(watchpoints)
                .putLong(counters)
                .putLong(hash)
                .array();
    }
}

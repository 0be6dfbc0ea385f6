// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.policy;

/** The switches of an SNP guest policy (SEV-SNP firmware ABI, "Guest Policy"), in the order of their bits. */
public enum SnpPolicyBit {
    /** The guest may run where simultaneous multithreading is on. */
    SMT("smt", 16),
    /** A migration agent may be associated with the guest. */
    MIGRATE_MA("migrate-ma", 18),
    /** The host may debug the guest. */
    DEBUG("debug", 19),
    /** The guest may run on one socket only. */
    SINGLE_SOCKET("single-socket", 20),
    /** CXL devices and memory may be used. */
    CXL("cxl", 21),
    /** Memory must be encrypted with AES-256 in XTS mode. */
    MEM_AES_256_XTS("mem-aes-256-xts", 22),
    /** Running average power limit must be off. */
    RAPL_DIS("rapl-dis", 23),
    /** Ciphertext must be hidden from the host. */
    CIPHERTEXT_HIDING("ciphertext-hiding", 24),
    /** The host may not swap or move the guest's pages. */
    PAGE_SWAP_DISABLE("page-swap-disable", 25);

    private final String key;
    private final int bit;

    SnpPolicyBit(String key, int bit) {
        this.key = key;
        this.bit = bit;
    }

    /** Its name in policies given as text. */
    public String key() {
        return key;
    }

    /** The number of its bit. */
    public int bit() {
        return bit;
    }

    /** Whether it is set in a policy. */
    public boolean in(long policy) {
        return (policy >>> bit & 1) != 0;
    }

    /** A policy with this switch set or cleared. */
    long put(long policy, boolean on) {
        long mask = 1L << bit;
        return on ? policy | mask : policy & ~mask;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The switches of the platform in a report (SEV-SNP firmware ABI, 56860, "ATTESTATION_REPORT", PLATFORM_INFO).
 * Immutable.
 *
 * @param raw 64 bits: those of {@link Bit}, the others zero
 */
public record PlatformInfo(long raw) {
    /** A switch. */
    public enum Bit {
        /** Simultaneous multithreading is on. */
        SMT("smt", 0, 2),
        /** All memory is encrypted, that of the host too. */
        TSME("tsme", 1, 2),
        /** Memory has error correction. */
        ECC("ecc", 2, 2),
        /** Running average power limit is off. */
        RAPL_DIS("rapl-dis", 3, 2),
        /** Ciphertext is hidden from the host. */
        CIPHERTEXT_HIDING("ciphertext-hiding", 4, 2),
        /** Memory was checked for aliases since the last reset, and has none. */
        ALIAS_CHECK("alias-check", 5, 3),
        /** Trusted I/O is on. */
        TIO("tio", 7, 5);

        private final String key;
        private final int number;
        private final int since;

        Bit(String key, int number, int since) {
            this.key = key;
            this.number = number;
            this.since = since;
        }

        /** Its name in text. */
        public String key() {
            return key;
        }

        /** Its number, 0 to 63. */
        public int number() {
            return number;
        }

        /** The first version of the report that defines it. */
        public int since() {
            return since;
        }
    }

    /** Whether a switch is set. */
    public boolean has(Bit bit) {
        return (raw >>> bit.number & 1) != 0;
    }

    /** The bits that are set although a version of the report does not define them. */
    public long undefined(ReportVersion version) {
        long defined = Arrays.stream(Bit.values())
                .filter(bit -> bit.since <= version.number())
                .mapToLong(bit -> 1L << bit.number)
                .sum();
        return raw & ~defined;
    }

    /** The switches that are set, by name. */
    @Override
    public String toString() {
        List<Bit> set = Arrays.stream(Bit.values()).filter(this::has).toList();
        return set.isEmpty() ? "none" : set.stream().map(Bit::key).collect(Collectors.joining(", "));
    }
}

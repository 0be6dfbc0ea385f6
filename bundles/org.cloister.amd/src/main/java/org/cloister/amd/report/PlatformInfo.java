// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.report;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The switches of the platform in a report (SEV-SNP firmware ABI, 56860, "ATTESTATION_REPORT", PLATFORM_INFO).
 * Immutable.
 *
 * <p>A firmware update brings a switch to older generations without a new version of the report, as it did with
 * {@link Bit#ALIAS_CHECK}. So the names are the same in every version and on every generation.
 *
 * @param raw 64 bits: those of {@link Bit}, and others that this program does not know
 */
public record PlatformInfo(long raw) {
    /** A switch. */
    public enum Bit {
        /** Simultaneous multithreading is on. */
        SMT("smt", 0),
        /** All memory is encrypted, that of the host too. */
        TSME("tsme", 1),
        /** Memory has error correction. */
        ECC("ecc", 2),
        /** Running average power limit is off. */
        RAPL_DIS("rapl-dis", 3),
        /** Ciphertext is hidden from the host (AMD-SB-3021). */
        CIPHERTEXT_HIDING("ciphertext-hiding", 4),
        /** Memory was checked for aliases since the last reset, and has none (AMD-SB-3015, CVE-2024-21944). */
        ALIAS_CHECK("alias-check", 5),
        /** The flaw of the IOMMU's write buffer is mitigated (AMD-SB-3016, CVE-2023-20585). */
        IOMMU_WRITE_SAFE("iommu-write-safe", 6),
        /** Trusted I/O is on (SEV-TIO). */
        TIO("tio", 7);

        private final String key;
        private final int number;

        Bit(String key, int number) {
            this.key = key;
            this.number = number;
        }

        /** Its name in text. */
        public String key() {
            return key;
        }

        /** Its number, 0 to 63. */
        public int number() {
            return number;
        }
    }

    /** Whether a switch is set. */
    public boolean has(Bit bit) {
        return (raw >>> bit.number & 1) != 0;
    }

    /** The bits that are set and that no switch has. */
    public long unknown() {
        return raw
                & ~Arrays.stream(Bit.values())
                        .mapToLong(bit -> 1L << bit.number)
                        .sum();
    }

    /** The switches that are set, by name, and other bits that are, by number. */
    @Override
    public String toString() {
        Stream<String> known = Arrays.stream(Bit.values()).filter(this::has).map(Bit::key);
        Stream<String> others = BitNumbers.of(unknown()).mapToObj(number -> "unknown bit " + number);
        String all = Stream.concat(known, others).collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all;
    }
}

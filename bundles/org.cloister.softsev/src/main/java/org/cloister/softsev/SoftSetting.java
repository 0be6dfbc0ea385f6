// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev;

import java.util.Arrays;
import java.util.Optional;

/** The settings of the software platform that are numbers, by their names in the configuration. */
enum SoftSetting {
    /** The highest address space identifier; 0 for the generation's. */
    ASID_MAX("asid.max", 0, 0, 65535),
    /** The first address space identifier that SEV-ES and SEV-SNP guests cannot have; 0 for the generation's. */
    ASID_FIRST_SEV("asid.first.sev", 0, 0, 65536),
    /** The position of the C-bit; 0 for the generation's. */
    CBIT("cbit", 0, 0, 51),
    /** By how many bits physical addresses shrink; 0 for the generation's. */
    PHYS_BITS_REDUCED("phys.bits.reduced", 0, 0, 63),
    /** The version of attestation reports: 2, 3 or 5; 0 for the generation's. */
    REPORT_VERSION("report.version", 0, 0, 5),
    /** PLATFORM_INFO of attestation reports, a mask. Bit 0, multithreading, refuses policies that forbid it. */
    PLATFORM_INFO("platform.info", 0x24, 0, 0xff),
    /** The mitigations that reports of version 5 name as verified, a mask. */
    MITIGATIONS("mitigations", 0, Long.MIN_VALUE, Long.MAX_VALUE),
    /** The SEV features that a guest may ask for, a mask. */
    VMSA_FEATURES("vmsa.features", 0x20, Long.MIN_VALUE, Long.MAX_VALUE),
    /** Most virtual processors of one machine. */
    VCPUS_MAX("vcpus.max", 512, 1, 4096),
    /** Most memory of one machine, in bytes. */
    MEMORY_MAX("memory.max", 1L << 40, 4096, 1L << 51),
    /** How many sockets have a processor. */
    SOCKETS("sockets", 1, 1, 2),
    /** What the firmware offers, ECX of SNP_FEATURE_INFO; -1 for what the generation has. */
    SNP_FEATURES("snp.features", -1, Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** The generation of the processor. */
    static final String GENERATION = "generation";
    /** TCB_VERSION of the firmware that runs, 64 bits in hexadecimal; empty for the generation's. */
    static final String TCB = "tcb";
    /** When the secure processor is initialised: {@code probe}, {@code command} or {@code temporary}. */
    static final String PLATFORM_INIT = "platform.init";
    /** What becomes of CPUID pages that are not allowed: {@code strict}, {@code corrected} or {@code off}. */
    static final String CPUID_PAGES = "cpuid.pages";
    /** The release of Linux whose answers clients get: {@code 6.16} or {@code 7.0}. */
    static final String KERNEL = "kernel";
    /** SHA-256 of ASK and ARK of other platforms that guests with policy bit SEV may be sent to. */
    static final String SEND_ROOTS = "send.roots";
    /** Whether certificates have the names that verifiers of AMD's chains want. */
    static final String AMD_NAMES = "amd.names";
    /** The folder that keeps the platform's identity; empty for one that ends with the platform. */
    static final String STATE = "state";

    private final String key;
    private final long usual;
    private final long least;
    private final long most;

    SoftSetting(String key, long usual, long least, long most) {
        this.key = key;
        this.usual = usual;
        this.least = least;
        this.most = most;
    }

    /** The one of a name in the configuration. */
    static Optional<SoftSetting> of(String key) {
        return Arrays.stream(values()).filter(one -> one.key.equals(key)).findFirst();
    }

    String key() {
        return key;
    }

    /** What it is where nothing is set. */
    long usual() {
        return usual;
    }

    /** Whether it is about one machine; everything else is part of the secure processor that all machines share. */
    boolean isOfMachine() {
        return this == VCPUS_MAX || this == MEMORY_MAX;
    }

    /** Whether 0 leaves it to the generation, which then decides what it is. */
    boolean isOfGeneration() {
        return this == ASID_MAX || this == ASID_FIRST_SEV || this == CBIT || this == PHYS_BITS_REDUCED;
    }

    /** Whether it is about SEV-SNP alone. */
    boolean isOfSnp() {
        return this == REPORT_VERSION || this == MITIGATIONS || this == SNP_FEATURES;
    }

    boolean allows(long number) {
        return number >= least && number <= most;
    }

    /** What is allowed, for messages. */
    String range() {
        return least == Long.MIN_VALUE
                ? "64 bits, decimal or with 0x"
                : "a whole number from " + least + " to " + most + ", decimal or with 0x";
    }
}

package org.cloister.softsev;

import org.cloister.softsev.model.Generation;

/**
 * The settings of the software platform as the configuration {@code org.cloister.softsev} has them; an underscore here is a dot
 * there. What they mean and which values are allowed is said by {@link org.cloister.softsev.model.PlatformSettings}.
 */
public @interface SoftSevConfiguration {
    /** The highest address space identifier. */
    int asid_max() default 1006;

    /** The first address space identifier that SEV-ES and SEV-SNP guests cannot have. */
    int asid_first_sev() default 907;

    /** The position of the C-bit. */
    int cbit() default 51;

    /** By how many bits physical addresses shrink. */
    int phys_bits_reduced() default 1;

    /** The generation of the processor. */
    Generation generation() default Generation.GENOA;

    /** The version of attestation reports: 2, 3 or 5; 0 for the generation's. */
    int report_version() default 0;

    /** PLATFORM_INFO of attestation reports, a mask. Bit 0, multithreading, refuses policies that forbid it. */
    long platform_info() default 0x24;

    /** TCB_VERSION of the firmware that runs, 64 bits in hexadecimal; empty for the generation's. */
    String tcb() default "";

    /** The mitigations that reports of version 5 name as verified, a mask. */
    long mitigations() default 0;

    /** The SEV features that a guest may ask for, a mask. */
    long vmsa_features() default 0x20;

    /** Most virtual processors of one machine. */
    int vcpus_max() default 512;

    /** Most memory of one machine, in bytes. */
    long memory_max() default 1L << 40;

    /** How many sockets have a processor. */
    int sockets() default 1;

    /** What the firmware offers, ECX of SNP_FEATURE_INFO; -1 for what the generation has. */
    int snp_features() default -1;

    /** The folder that keeps the platform's identity; empty for one that ends with the platform. */
    String state() default "";
}

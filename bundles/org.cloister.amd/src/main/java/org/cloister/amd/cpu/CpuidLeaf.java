// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

/** Leaves of CPUID, the value of EAX in a question (AMD APM volume 3, appendix E). */
public final class CpuidLeaf {
    /** Family, model and stepping, features. */
    public static final int SIGNATURE = 0x1;
    /** State that XSAVE saves, by subleaf. */
    public static final int EXTENDED_STATE = 0xd;
    /** The highest leaf of the extended range, in EAX. */
    public static final int HIGHEST_EXTENDED = 0x80000000;
    /** The signature again, and AMD's features. */
    public static final int EXTENDED_SIGNATURE = 0x80000001;
    /** SME, SEV and what belongs to them: the C-bit, numbers of guests. */
    public static final int ENCRYPTED_MEMORY = 0x8000001f;

    private CpuidLeaf() {}
}

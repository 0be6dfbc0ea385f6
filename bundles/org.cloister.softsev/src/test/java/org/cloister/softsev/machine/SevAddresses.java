// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.machine;

/** Addresses that commands name guest memory by; closed machines answer no questions about them. */
final class SevAddresses {
    /** A page that nothing is launched into. */
    static final long GPA = 0x1000;

    private static final long HOST_BASE = 1L << 56;

    private SevAddresses() {}

    static long of(long gpa) {
        return HOST_BASE + gpa;
    }
}

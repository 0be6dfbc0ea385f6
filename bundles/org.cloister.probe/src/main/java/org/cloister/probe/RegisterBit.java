// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe;

import java.util.Locale;
import org.cloister.api.host.Check.Cause;
import org.cloister.api.host.Fact;
import org.cloister.probe.ProbeFindings.Subject;

/**
 * A bit of a model-specific register that has to be 1 (AMD APM volume 2, 3.2.1, 3.2.10, 15.36). Registers can be read
 * by root with the module msr; where they cannot, a kernel that offers the guest type says as much.
 *
 * @param hint who sets it, and how
 */
record RegisterBit(String category, String name, int register, int bit, String hint) {
    static final int SYSCFG = 0xc0010010;
    static final int HWCR = 0xc0010015;

    private static final String READ_MSRS = "run as root after 'modprobe msr' to see";

    void check(Host host, boolean offered, ProbeFindings findings) {
        Subject subject = new Subject(category, name, true);
        Fact<Long> value = host.msr(register);
        if (value instanceof Fact.Known<Long> known) {
            boolean set = (known.value() >>> bit & 1) != 0;
            String seen = String.format(
                    Locale.ROOT, "MSR %04X_%04X bit %d is %d", register >>> 16, register & 0xffff, bit, set ? 1 : 0);
            findings.require(subject, set, Cause.DISABLED, seen, hint);
        } else {
            unread(subject, value, offered, findings);
        }
    }

    /** A register that could not be read. */
    static void unread(Subject subject, Fact<Long> register, boolean offered, ProbeFindings findings) {
        if (offered) {
            findings.pass(subject, "not readable; the kernel offers the type, so it is on");
        } else {
            findings.unknown(subject, why(register), READ_MSRS);
        }
    }

    private static String why(Fact<Long> register) {
        if (register instanceof Fact.Absent<Long> absent) {
            return absent.detail();
        }
        return register instanceof Fact.Denied<Long> denied
                ? denied.detail()
                : ((Fact.Unknown<Long>) register).detail();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.evidence;

import org.cloister.amd.report.AttestationReport;
import org.cloister.amd.report.ReportField;
import org.cloister.amd.report.SevReport;
import org.cloister.api.Bytes;

/** Signs by which reports are distinguished from other bytes; they are not checked. */
final class ReportSigns {
    /** Far above the versions that are known, and below what is no version. */
    private static final long VERSIONS = 0x100;

    private static final long PEK = 0x1002;

    private ReportSigns() {}

    /** Whether these are as many bytes as a report has, and begin as one. */
    static boolean report(Bytes content) {
        return content.length() == AttestationReport.SIZE && begins(content, 0);
    }

    /** Whether there may be a report at an offset, with all of it or the beginning alone. */
    static boolean begins(Bytes content, int at) {
        long version = u32(content, at + ReportField.VERSION.slot().offset());
        return version > 1
                && version < VERSIONS
                && u32(content, at + ReportField.SIGNATURE_ALGO.slot().offset()) == AttestationReport.ECDSA_P384_SHA384;
    }

    /** Whether these are as many bytes as a report of SEV or SEV-ES has, signed by a PEK as they say. */
    static boolean legacyReport(Bytes content) {
        return content.length() == SevReport.SIZE && SevReport.SIG_USAGE.number(content) == PEK;
    }

    /** The number at an offset, or -1 where the bytes end before it. */
    static long u32(Bytes content, int offset) {
        return offset + Integer.BYTES > content.length()
                ? -1
                : Integer.toUnsignedLong(content.buffer().getInt(offset));
    }
}

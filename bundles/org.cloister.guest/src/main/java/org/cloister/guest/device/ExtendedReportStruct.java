// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import org.cloister.amd.message.ReportRequest;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Slot;
import org.cloister.api.Bytes;
import org.cloister.guest.GuestCodes;

/**
 * {@code struct snp_ext_report_req}: a report request, and where certificates go. Immutable.
 *
 * @param report 96 bytes
 * @param address of the room for certificates
 * @param length bytes of the room, unsigned 32 bits; where it was too small the kernel writes how many are needed
 */
public record ExtendedReportStruct(ReportRequest report, long address, int length) {
    /** Bytes that it takes. */
    public static final int SIZE = 112;

    /** Where the address lies. */
    public static final int CERTS_ADDRESS = 96;

    private static final Slot REPORT = Slot.bytes("data", 0, ReportRequest.SIZE);
    private static final Slot ADDRESS = Slot.hex("certs_address", CERTS_ADDRESS, 8);
    private static final Slot LENGTH = Slot.number("certs_len", 104, 4);

    /** Its fields under the kernel's names. */
    public static final Layout LAYOUT = Layout.of("snp_ext_report_req", SIZE, REPORT, ADDRESS, LENGTH);

    /** As the kernel reads it. */
    public Bytes encode() {
        byte[] raw = new byte[SIZE];
        REPORT.put(raw, report.raw());
        ADDRESS.put(raw, address);
        LENGTH.put(raw, Integer.toUnsignedLong(length));
        return Bytes.of(raw);
    }

    /**
     * As the kernel wrote it.
     *
     * @throws org.cloister.api.CloisterException {@code guest-struct.length}
     */
    public static ExtendedReportStruct decode(Bytes raw) {
        LAYOUT.requireSize(raw.length(), GuestCodes.GUEST_STRUCT_LENGTH, LAYOUT.kind());
        return new ExtendedReportStruct(
                new ReportRequest(REPORT.in(raw)), ADDRESS.number(raw), (int) LENGTH.number(raw));
    }
}

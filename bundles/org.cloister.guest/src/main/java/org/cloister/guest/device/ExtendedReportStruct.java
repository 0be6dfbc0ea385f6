// SPDX-License-Identifier: Apache-2.0
package org.cloister.guest.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cloister.amd.message.ReportRequest;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

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

    private static final int CERTS_LENGTH = 104;

    /** As the kernel reads it. */
    public Bytes encode() {
        byte[] raw = new byte[SIZE];
        report.raw().copyTo(0, raw, 0, ReportRequest.SIZE);
        ByteBuffer.wrap(raw)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(CERTS_ADDRESS, address)
                .putInt(CERTS_LENGTH, length);
        return Bytes.of(raw);
    }

    /**
     * As the kernel wrote it.
     *
     * @throws org.cloister.api.CloisterException {@code guest-struct.length}
     */
    public static ExtendedReportStruct decode(Bytes raw) {
        if (raw.length() != SIZE) {
            throw Problem.input("guest-struct.length", "this is not as long as the struct is")
                    .at("snp_ext_report_req")
                    .found(raw.length() + " bytes")
                    .expected(SIZE + " bytes")
                    .exception();
        }
        ReportRequest report = new ReportRequest(raw.slice(0, ReportRequest.SIZE));
        return new ExtendedReportStruct(
                report, raw.buffer().getLong(CERTS_ADDRESS), raw.buffer().getInt(CERTS_LENGTH));
    }
}

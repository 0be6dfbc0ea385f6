// SPDX-License-Identifier: Apache-2.0
package com.example.registervm;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * A report of the software module: TDINFO_STRUCT, 512 bytes, and behind it the 64 bytes that the guest gave. The
 * module's own has a header with a MAC instead, and a quote a signature; this one is proof of nothing.
 */
public final class TdReport {
    /** The name of the format, in evidence. */
    public static final String FORMAT = "com.example.td-report";
    /** Bytes that the guest gives. */
    public static final int DATA = 64;

    private static final int INFO = 512;

    /** The fields of TDINFO_STRUCT by name, with their lengths; zeros follow. */
    private static final Map<String, Integer> FIELDS = fields();

    private TdReport() {}

    private static Map<String, Integer> fields() {
        Map<String, Integer> fields = new LinkedHashMap<>();
        fields.put("ATTRIBUTES", Long.BYTES);
        fields.put("XFAM", Long.BYTES);
        for (String register :
                List.of("MRTD", "MRCONFIGID", "MROWNER", "MROWNERCONFIG", "RTMR0", "RTMR1", "RTMR2", "RTMR3")) {
            fields.put(register, Mrtd.SIZE);
        }
        return fields;
    }

    /** A report of these values, in the order of {@link #FIELDS}. */
    public static Bytes of(List<Bytes> values, Bytes data) {
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        values.forEach(value -> report.writeBytes(value.toArray()));
        report.writeBytes(new byte[INFO - report.size()]);
        report.writeBytes(data.toArray());
        return Bytes.wrap(report.toByteArray());
    }

    /** What a report says, by the names of its fields. */
    public static Map<String, String> claims(Bytes report) {
        if (report.length() != INFO + DATA) {
            throw Problem.input("td.report", "this is not a report of a trust domain")
                    .at(FORMAT)
                    .found(report.length() + " bytes")
                    .expected(INFO + DATA)
                    .exception();
        }
        Map<String, String> claims = new LinkedHashMap<>();
        int at = 0;
        for (Map.Entry<String, Integer> field : FIELDS.entrySet()) {
            claims.put(field.getKey(), report.slice(at, field.getValue()).hex());
            at += field.getValue();
        }
        claims.put("REPORTDATA", report.slice(INFO, DATA).hex());
        return claims;
    }
}

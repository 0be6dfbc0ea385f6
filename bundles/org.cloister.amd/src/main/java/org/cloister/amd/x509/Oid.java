// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.StringJoiner;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.DerCodes;
import org.cloister.api.Bytes;

/** Object identifiers in the usual dotted form. */
final class Oid {
    static final String COMMON_NAME = "2.5.4.3";
    static final String KEY_USAGE = "2.5.29.15";
    static final String BASIC_CONSTRAINTS = "2.5.29.19";
    static final String SUBJECT_KEY = "2.5.29.14";
    static final String AUTHORITY_KEY = "2.5.29.35";
    static final String CRL_NUMBER = "2.5.29.20";
    static final String CRL_POINTS = "2.5.29.31";

    private static final int MOST_BITS = Long.SIZE - 7 - 1;

    private Oid() {}

    /** The dotted form of an element whose encoding was checked; numbers too large for it are refused. */
    static String of(Der element) {
        Bytes content = element.content();
        StringJoiner dotted = new StringJoiner(".");
        long number = 0;
        boolean first = true;
        for (int i = 0; i < content.length(); i++) {
            if (number >>> MOST_BITS != 0) {
                throw element.wrong(DerCodes.DER_VALUE, "an OBJECT IDENTIFIER has too large a number")
                        .exception();
            }
            number = number << 7 | content.at(i) & 0x7f;
            if (content.at(i) < 0x80) {
                dotted.add(first ? firstTwo(number) : Long.toString(number));
                first = false;
                number = 0;
            }
        }
        return dotted.toString();
    }

    // X.690, 8.19.4: the first two numbers share an octet string.
    private static String firstTwo(long number) {
        long root = Math.min(number / 40, 2);
        return root + "." + (number - 40 * root);
    }
}

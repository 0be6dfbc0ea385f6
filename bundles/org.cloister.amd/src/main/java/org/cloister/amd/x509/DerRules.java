// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import org.cloister.api.Bytes;

/** The distinguished encoding rules for the values of each type (X.690, 8.1 to 8.20, 10, 11). */
final class DerRules {
    private static final int DEEPEST = 16;

    private DerRules() {}

    /** Checks an element and everything in it. */
    static void check(Der element, int depth) {
        if (depth > DEEPEST) {
            throw element.wrong(X509Codes.DER_DEPTH, "elements are nested too deeply")
                    .expected("at most " + DEEPEST)
                    .exception();
        }
        if (element.isConstructed()) {
            checkConstructed(element, depth);
        } else {
            checkPrimitive(element);
        }
    }

    private static void checkConstructed(Der element, int depth) {
        boolean universal = element.tag() < 0x40;
        if (universal && element.tag() != Der.SEQUENCE && element.tag() != Der.SET) {
            throw element.wrong(X509Codes.DER_TAG, "an element of this type is not made of elements")
                    .exception();
        }
        for (DerSequence parts = element.elements(); parts.hasNext(); ) {
            check(parts.next(), depth + 1);
        }
    }

    private static void checkPrimitive(Der element) {
        Bytes content = element.content();
        switch (element.tag()) {
            case Der.BOOLEAN -> demand(element, isBoolean(content), "a BOOLEAN is one byte, 0x00 or 0xff");
            case Der.INTEGER -> demand(element, isInteger(content), "an INTEGER is as short as can be");
            case Der.BIT_STRING -> demand(element, isBitString(content), "unused bits of a BIT STRING are zero");
            case Der.NULL -> demand(element, content.length() == 0, "a NULL has no content");
            case Der.OID -> demand(element, isOid(content), "an OBJECT IDENTIFIER is as short as can be");
            case Der.UTC_TIME -> demand(element, isTime(content, 13), "a UTCTime is YYMMDDHHMMSSZ");
            case Der.GENERALIZED_TIME -> demand(element, isTime(content, 15), "a GeneralizedTime is YYYYMMDDHHMMSSZ");
            case Der.PRINTABLE_STRING, Der.IA5_STRING -> demand(element, isAscii(content), "this text is ASCII");
            case 0, 0x10, 0x11 -> demand(element, false, "a primitive element cannot have this type");
            default -> {
                // Any content is right.
            }
        }
    }

    private static void demand(Der element, boolean kept, String rule) {
        if (!kept) {
            throw element.wrong(X509Codes.DER_VALUE, rule)
                    .found(element.content())
                    .exception();
        }
    }

    private static boolean isBoolean(Bytes content) {
        return content.length() == 1 && (content.at(0) == 0 || content.at(0) == 0xff);
    }

    private static boolean isInteger(Bytes content) {
        if (content.length() < 2) {
            return content.length() == 1;
        }
        int firstNineBits = content.at(0) << 1 | content.at(1) >>> 7;
        return firstNineBits != 0 && firstNineBits != 0x1ff;
    }

    private static boolean isBitString(Bytes content) {
        if (content.length() == 0 || content.at(0) > 7) {
            return false;
        }
        int unused = content.at(0);
        int last = content.at(content.length() - 1);
        return unused == 0 || content.length() > 1 && (last & (1 << unused) - 1) == 0;
    }

    private static boolean isOid(Bytes content) {
        boolean starts = true;
        for (int i = 0; i < content.length(); i++) {
            if (starts && content.at(i) == 0x80) {
                return false;
            }
            starts = content.at(i) < 0x80;
        }
        return content.length() > 0 && starts;
    }

    private static boolean isTime(Bytes content, int length) {
        if (content.length() != length || content.at(length - 1) != 'Z') {
            return false;
        }
        for (int i = 0; i < length - 1; i++) {
            if (content.at(i) < '0' || content.at(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(Bytes content) {
        for (int i = 0; i < content.length(); i++) {
            if (content.at(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}

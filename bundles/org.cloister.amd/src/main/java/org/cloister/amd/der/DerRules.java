// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.der;

/** The distinguished encoding rules for the values of each type (X.690, 8.1 to 8.20, 10, 11). */
final class DerRules {
    private static final int DEEPEST = 16;

    private DerRules() {}

    /** Checks an element and everything in it. */
    static void check(Der element, int depth) {
        if (depth > DEEPEST) {
            throw element.wrong(DerCodes.DER_DEPTH, "elements are nested too deeply")
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
            throw element.wrong(DerCodes.DER_TAG, "an element of this type is not made of elements")
                    .exception();
        }
        for (DerSequence parts = element.elements(); parts.hasNext(); ) {
            check(parts.next(), depth + 1);
        }
    }

    private static void checkPrimitive(Der element) {
        switch (element.tag()) {
            case Der.BOOLEAN -> demand(element, isBoolean(element), "a BOOLEAN is one byte, 0x00 or 0xff");
            case Der.INTEGER -> demand(element, isInteger(element), "an INTEGER is as short as can be");
            case Der.BIT_STRING -> demand(element, isBitString(element), "unused bits of a BIT STRING are zero");
            case Der.NULL -> demand(element, element.length() == 0, "a NULL has no content");
            case Der.OID -> demand(element, isOid(element), "an OBJECT IDENTIFIER is as short as can be");
            case Der.UTC_TIME -> demand(element, isTime(element, 13), "a UTCTime is YYMMDDHHMMSSZ");
            case Der.GENERALIZED_TIME -> demand(element, isTime(element, 15), "a GeneralizedTime is YYYYMMDDHHMMSSZ");
            case Der.PRINTABLE_STRING, Der.IA5_STRING -> demand(element, isAscii(element), "this text is ASCII");
            case 0, 0x10, 0x11 -> demand(element, false, "a primitive element cannot have this type");
            default -> {
                // Any content is right.
            }
        }
    }

    private static void demand(Der element, boolean kept, String rule) {
        if (!kept) {
            throw element.wrongValue(rule).exception();
        }
    }

    private static boolean isBoolean(Der element) {
        return element.length() == 1 && (element.at(0) == 0 || element.at(0) == 0xff);
    }

    private static boolean isInteger(Der element) {
        if (element.length() < 2) {
            return element.length() == 1;
        }
        int firstNineBits = element.at(0) << 1 | element.at(1) >>> 7;
        return firstNineBits != 0 && firstNineBits != 0x1ff;
    }

    private static boolean isBitString(Der element) {
        if (element.length() == 0 || element.at(0) > 7) {
            return false;
        }
        int unused = element.at(0);
        int last = element.at(element.length() - 1);
        return unused == 0 || element.length() > 1 && (last & (1 << unused) - 1) == 0;
    }

    private static boolean isOid(Der element) {
        boolean starts = true;
        for (int i = 0; i < element.length(); i++) {
            if (starts && element.at(i) == 0x80) {
                return false;
            }
            starts = element.at(i) < 0x80;
        }
        return element.length() > 0 && starts;
    }

    private static boolean isTime(Der element, int length) {
        if (element.length() != length || element.at(length - 1) != 'Z') {
            return false;
        }
        for (int i = 0; i < length - 1; i++) {
            if (element.at(i) < '0' || element.at(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(Der element) {
        for (int i = 0; i < element.length(); i++) {
            if (element.at(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.der;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes elements in the distinguished encoding rules (X.690, 8 and 10); what they are made of is not checked. */
public final class DerWriter {
    private static final int LONG_FORM = 0x80;
    private static final int UTC_TIME_ENDS = 2050;
    private static final DateTimeFormatter UTC_TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT);

    private DerWriter() {}

    /** A SEQUENCE of parts that are encoded already. */
    public static byte[] sequence(byte[]... parts) {
        return element(Der.SEQUENCE, joined(parts));
    }

    /** A SET of parts that are encoded already and in order. */
    public static byte[] set(byte[]... parts) {
        return element(Der.SET, joined(parts));
    }

    /** A part with an explicit tag, class context-specific. */
    public static byte[] tagged(int number, byte[] part) {
        return element(0xa0 | number, part);
    }

    /** An INTEGER. */
    public static byte[] integer(long value) {
        return integer(BigInteger.valueOf(value));
    }

    /** An INTEGER of any length. */
    public static byte[] integer(BigInteger value) {
        return element(Der.INTEGER, value.toByteArray());
    }

    /** TRUE; FALSE is a default wherever it occurs here, and defaults are left out (X.690, 11.5). */
    public static byte[] yes() {
        return element(Der.BOOLEAN, new byte[] {(byte) 0xff});
    }

    /** A NULL. */
    public static byte[] nothing() {
        return element(Der.NULL, new byte[0]);
    }

    /** A BIT STRING of whole bytes. */
    public static byte[] bits(byte[] bytes) {
        return bits(0, bytes);
    }

    /** A BIT STRING with bits at its end that are not used. */
    public static byte[] bits(int unused, byte[] bytes) {
        return element(Der.BIT_STRING, joined(new byte[] {(byte) unused}, bytes));
    }

    /** An OCTET STRING. */
    public static byte[] octets(byte[] bytes) {
        return element(Der.OCTET_STRING, bytes);
    }

    /** A UTF8String. */
    public static byte[] utf8(String text) {
        return element(Der.UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    /** An IA5String; the text is ASCII. */
    public static byte[] ia5(String text) {
        return element(Der.IA5_STRING, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** UTCTime through 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5). */
    public static byte[] time(Instant instant) {
        ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
        boolean early = utc.getYear() < UTC_TIME_ENDS;
        String text = utc.format(early ? UTC_TIME : GENERALIZED_TIME);
        return element(early ? Der.UTC_TIME : Der.GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** An OBJECT IDENTIFIER in dotted form; its first two numbers share a byte (X.690, 8.19.4). */
    public static byte[] oid(String dotted) {
        String[] numbers = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(numbers[0]) * 40 + Integer.parseInt(numbers[1]));
        for (int i = 2; i < numbers.length; i++) {
            base128(out, Integer.parseInt(numbers[i]));
        }
        return element(Der.OID, out.toByteArray());
    }

    private static void base128(ByteArrayOutputStream out, int number) {
        int digits = Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(number) + 6) / 7);
        for (int digit = digits - 1; digit >= 0; digit--) {
            out.write(number >>> 7 * digit & 0x7f | (digit == 0 ? 0 : 0x80));
        }
    }

    /** Some elements one behind the other. */
    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        length(out, content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static void length(ByteArrayOutputStream out, int length) {
        if (length < LONG_FORM) {
            out.write(length);
            return;
        }
        int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / Byte.SIZE;
        out.write(LONG_FORM | bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write(length >>> Byte.SIZE * i);
        }
    }
}

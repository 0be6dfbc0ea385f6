// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.util.Arrays;
import java.util.Locale;
import org.cloister.amd.cert.KeyCodes;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * A run of elements in the distinguished encoding rules (X.690), read one after the other and strictly. It works on an
 * array of the caller's, which the caller can wipe. Problems name places and tags, never contents.
 */
final class KeyDer {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OID = 0x06;
    static final int SEQUENCE = 0x30;
    /** In SEC 1: which curve. */
    static final int CURVE = 0xa0;
    /** In SEC 1: the public part. */
    static final int POINT = 0xa1;
    /** In PKCS #8: whatever else there is to say. */
    static final int ATTRIBUTES = 0xa0;
    /** In PKCS #8: the public part, which SEC 1 within it has as well. */
    static final int PUBLIC_KEY = 0x81;

    private static final int LONG_FORM = 0x80;
    private static final int MOST_LENGTH_BYTES = 3;

    private final byte[] bytes;
    private final String name;
    private final int end;
    private int at;

    KeyDer(byte[] bytes, String name) {
        this(bytes, name, 0, bytes.length);
    }

    private KeyDer(byte[] bytes, String name, int at, int end) {
        this.bytes = bytes;
        this.name = name;
        this.at = at;
        this.end = end;
    }

    /** What the file is called in problems. */
    String name() {
        return name;
    }

    boolean isAt(int tag) {
        return at < end && u8(at) == tag;
    }

    /** The content of the next element, which must have this tag; goes on behind it. */
    KeyDer enter(int tag) {
        if (!isAt(tag)) {
            throw wrong("this is not what a key has here")
                    .found(at < end ? String.format(Locale.ROOT, "tag 0x%02x", u8(at)) : "the end")
                    .expected(String.format(Locale.ROOT, "tag 0x%02x", tag))
                    .exception();
        }
        int count = lengthBytes();
        int start = at + 1 + count;
        int length = count == 1 ? u8(at + 1) : longForm(count - 1);
        if (length > end - start) {
            throw wrong("the key is cut off, or a length in it is wrong").exception();
        }
        at = start + length;
        return new KeyDer(bytes, name, start, at);
    }

    /** Passes over the next element when it has this tag. */
    void skip(int tag) {
        if (isAt(tag)) {
            enter(tag);
        }
    }

    /** Passes over a version number. */
    void number(int least, int most) {
        KeyDer number = enter(INTEGER);
        if (number.end - number.at != 1 || u8(number.at) < least || u8(number.at) > most) {
            throw number.wrong("this version of the format is not known")
                    .expected(least == most ? least : least + " or " + most)
                    .exception();
        }
    }

    /** Passes over the first byte of a BIT STRING. */
    void unusedBits() {
        if (at == end || u8(at) != 0) {
            throw wrong("this is not a run of whole bytes").exception();
        }
        at++;
    }

    /** A copy of what has not been read. */
    byte[] content() {
        return Arrays.copyOfRange(bytes, at, end);
    }

    /** The content of an OBJECT IDENTIFIER; identifiers are not secrets. */
    Bytes identifier() {
        return Bytes.of(enter(OID).content());
    }

    void end() {
        if (at != end) {
            throw wrong("there are bytes behind the end of the key")
                    .found(end - at + " bytes")
                    .expected("none")
                    .exception();
        }
    }

    Problem wrong(String what) {
        return Problem.input(KeyCodes.KEY_DER, what)
                .at(String.format(Locale.ROOT, "%s, offset 0x%x of the decoded key", name, at));
    }

    /** How many bytes a length takes; keys are short enough for three. */
    private int lengthBytes() {
        int first = end - at < 2 ? LONG_FORM : u8(at + 1);
        int count = first < LONG_FORM ? 1 : 1 + first - LONG_FORM;
        if (first == LONG_FORM || count > MOST_LENGTH_BYTES || count > end - at - 1) {
            throw wrong("the key is cut off, or a length in it is wrong").exception();
        }
        return count;
    }

    private int longForm(int count) {
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << Byte.SIZE | u8(at + 2 + i);
        }
        if (length < LONG_FORM || count == 2 && length <= 0xff) {
            throw wrong("a length is written longer than need be").exception();
        }
        return length;
    }

    private int u8(int offset) {
        return bytes[offset] & 0xff;
    }
}

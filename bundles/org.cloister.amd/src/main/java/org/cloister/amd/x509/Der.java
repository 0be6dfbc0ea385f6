// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/**
 * An element in the distinguished encoding rules (X.690, 8 and 10), read strictly: lengths definite and minimal, values
 * in their only form, nothing behind the end. Immutable.
 */
public final class Der {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OID = 0x06;
    static final int UTF8_STRING = 0x0c;
    static final int PRINTABLE_STRING = 0x13;
    static final int IA5_STRING = 0x16;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_FORM = 0x80;
    private static final int MOST_LENGTH_BYTES = 3;

    private final DerInput in;
    private final int start;
    private final int head;
    private final int length;

    private Der(DerInput in, int start, int head, int length) {
        this.in = in;
        this.start = start;
        this.head = head;
        this.length = length;
    }

    /**
     * The one element that some bytes consist of, with everything within checked.
     *
     * @param where the file or field they come from, for messages
     * @throws org.cloister.api.CloisterException {@code der.…}, naming the offset
     */
    public static Der of(Bytes bytes, String where) {
        DerInput in = new DerInput(bytes, where);
        Der element = read(in, 0, bytes.length());
        if (element.end() != bytes.length()) {
            throw in.wrong(X509Codes.DER_TRAILING, "there are bytes behind the end", element.end())
                    .found(bytes.length() - element.end() + " bytes")
                    .expected("none")
                    .exception();
        }
        DerRules.check(element, 0);
        return element;
    }

    /** The element at the beginning of some bytes, with nothing within it checked. */
    static Der start(Bytes bytes) {
        return read(new DerInput(bytes, null), 0, bytes.length());
    }

    static Der read(DerInput in, int start, int limit) {
        if (limit - start < 2) {
            throw in.wrong(X509Codes.DER_TRUNCATED, "the encoding ends within the head of an element", start)
                    .exception();
        }
        int tag = in.at(start);
        if ((tag & 0x1f) == 0x1f) {
            throw in.wrong(X509Codes.DER_TAG, "tags of several bytes do not occur in certificates", start)
                    .exception();
        }
        int first = in.at(start + 1);
        int head = first < LONG_FORM ? 2 : 2 + longForm(in, start, limit, first - LONG_FORM);
        int length = first < LONG_FORM ? first : length(in, start, head);
        if (length > limit - start - head) {
            throw in.wrong(X509Codes.DER_LENGTH, "an element is longer than what holds it", start)
                    .found(length + " bytes")
                    .expected("at most " + (limit - start - head))
                    .exception();
        }
        return new Der(in, start, head, length);
    }

    private static int longForm(DerInput in, int start, int limit, int count) {
        if (count == 0 || count > MOST_LENGTH_BYTES) {
            throw in.wrong(X509Codes.DER_LENGTH, "this form of a length is not allowed", start + 1)
                    .found(Numbers.hex32(count + LONG_FORM))
                    .exception();
        }
        if (count > limit - start - 2) {
            throw in.wrong(X509Codes.DER_TRUNCATED, "the encoding ends within the head of an element", start)
                    .exception();
        }
        return count;
    }

    private static int length(DerInput in, int start, int head) {
        int length = 0;
        for (int i = start + 2; i < start + head; i++) {
            length = length << 8 | in.at(i);
        }
        int shortest = length < LONG_FORM ? 2 : length < 0x100 ? 3 : length < 0x10000 ? 4 : 5;
        if (head != shortest) {
            throw in.wrong(X509Codes.DER_LENGTH, "a length is written longer than need be", start + 1)
                    .exception();
        }
        return length;
    }

    /** The first byte: class, form and number. */
    public int tag() {
        return in.at(start);
    }

    /** Whether it is made of elements. */
    public boolean isConstructed() {
        return (tag() & CONSTRUCTED) != 0;
    }

    /** Its content, without tag and length. */
    public Bytes content() {
        return in.bytes().slice(start + head, length);
    }

    /** All of it, with tag and length. */
    public Bytes encoded() {
        return in.bytes().slice(start, head + length);
    }

    /** Where it begins in the bytes that were read. */
    public int offset() {
        return start;
    }

    /** Where its content begins in the bytes that were read. */
    public int contentOffset() {
        return start + head;
    }

    /** The bytes of a BIT STRING that has no unused bits. */
    Bytes wholeBytes() {
        Bytes content = content();
        if (content.at(0) != 0) {
            throw wrong(X509Codes.DER_VALUE, "this BIT STRING has unused bits")
                    .found(content.at(0))
                    .expected(0)
                    .exception();
        }
        return content.slice(1, content.length() - 1);
    }

    /** Its elements, one after the other; none when it is not made of elements. */
    DerSequence elements() {
        return new DerSequence(in, isConstructed() ? start + head : end(), end());
    }

    int end() {
        return start + head + length;
    }

    /** A problem with this element. */
    Problem wrong(String code, String what) {
        return in.wrong(code, what, start);
    }
}

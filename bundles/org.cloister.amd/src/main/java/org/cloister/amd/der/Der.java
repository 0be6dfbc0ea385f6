// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.der;

import java.util.Objects;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/**
 * An element in the distinguished encoding rules (X.690, 8 and 10), read strictly: lengths definite and minimal, values
 * in their only form, nothing behind the end. It holds no copy of what it was read from; over {@link Bytes} it is
 * immutable, over an array it is good until the array is wiped.
 */
public final class Der {
    public static final int BOOLEAN = 0x01;
    public static final int INTEGER = 0x02;
    public static final int BIT_STRING = 0x03;
    public static final int OCTET_STRING = 0x04;
    public static final int NULL = 0x05;
    public static final int OID = 0x06;
    public static final int UTF8_STRING = 0x0c;
    public static final int PRINTABLE_STRING = 0x13;
    public static final int IA5_STRING = 0x16;
    public static final int UTC_TIME = 0x17;
    public static final int GENERALIZED_TIME = 0x18;
    public static final int SEQUENCE = 0x30;
    public static final int SET = 0x31;

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
        return whole(new DerInput.Open(bytes, where));
    }

    /**
     * The same of a key that may be a secret. It is read where it lies, so that wiping the array leaves no copy but
     * those that the caller asks for; problems name places and tags, and nothing of the content.
     *
     * @param key the caller's, who wipes it
     * @param where the file it comes from, for messages
     * @param code the code of every problem
     * @throws org.cloister.api.CloisterException with that code, naming the offset
     */
    public static Der ofSecret(byte[] key, String where, String code) {
        return whole(new DerInput.Secret(key, where, code));
    }

    /** The element at the beginning of some bytes, with nothing within it checked. */
    public static Der start(Bytes bytes) {
        return read(new DerInput.Open(bytes, null), 0, bytes.length());
    }

    private static Der whole(DerInput in) {
        return whole(in, 0, in.length());
    }

    private static Der whole(DerInput in, int start, int limit) {
        Der element = read(in, start, limit);
        if (element.end() != limit) {
            throw in.wrong(DerCodes.DER_TRAILING, "there are bytes behind the end", element.end())
                    .found(limit - element.end() + " bytes")
                    .expected("none")
                    .exception();
        }
        DerRules.check(element, 0);
        return element;
    }

    static Der read(DerInput in, int start, int limit) {
        if (limit - start < 2) {
            throw in.wrong(DerCodes.DER_TRUNCATED, "the encoding ends within the head of an element", start)
                    .exception();
        }
        int tag = in.at(start);
        if ((tag & 0x1f) == 0x1f) {
            throw in.wrong(DerCodes.DER_TAG, "tags of several bytes do not occur in certificates", start)
                    .exception();
        }
        int first = in.at(start + 1);
        int head = first < LONG_FORM ? 2 : 2 + longForm(in, start, limit, first - LONG_FORM);
        int length = first < LONG_FORM ? first : length(in, start, head);
        if (length > limit - start - head) {
            throw in.wrong(DerCodes.DER_LENGTH, "an element is longer than what holds it", start)
                    .found(length + " bytes")
                    .expected("at most " + (limit - start - head))
                    .exception();
        }
        return new Der(in, start, head, length);
    }

    private static int longForm(DerInput in, int start, int limit, int count) {
        if (count == 0 || count > MOST_LENGTH_BYTES) {
            throw in.wrong(DerCodes.DER_LENGTH, "this form of a length is not allowed", start + 1)
                    .found(Numbers.hex32(count + LONG_FORM))
                    .exception();
        }
        if (count > limit - start - 2) {
            throw in.wrong(DerCodes.DER_TRUNCATED, "the encoding ends within the head of an element", start)
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
            throw in.wrong(DerCodes.DER_LENGTH, "a length is written longer than need be", start + 1)
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

    /** Its content, without tag and length; no secret, as these bytes cannot be wiped. */
    public Bytes content() {
        return in.slice(start + head, length);
    }

    /** Its content as an array of the caller's own, who wipes it when it is a secret. */
    public byte[] copy() {
        return in.copy(start + head, length);
    }

    /** The element that its content consists of, as keys lie in OCTET STRINGs; checked as a whole. */
    public Der within() {
        return whole(in, start + head, end());
    }

    /** All of it, with tag and length. */
    public Bytes encoded() {
        return in.slice(start, head + length);
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
    public Bytes wholeBytes() {
        if (at(0) != 0) {
            throw wrong(DerCodes.DER_VALUE, "this BIT STRING has unused bits")
                    .found(at(0))
                    .expected(0)
                    .exception();
        }
        return in.slice(start + head + 1, length - 1);
    }

    /** Its elements, one after the other; none when it is not made of elements. */
    public DerSequence elements() {
        return new DerSequence(in, isConstructed() ? start + head : end(), end());
    }

    /** A problem with this element. */
    public Problem wrong(String code, String what) {
        return in.wrong(code, what, start);
    }

    /** A problem with its value. */
    Problem wrongValue(String rule) {
        return in.wrongValue(rule, start, start + head, length);
    }

    /** How many bytes its content has. */
    int length() {
        return length;
    }

    /** A byte of its content, 0 to 255. */
    int at(int index) {
        return in.at(start + head + Objects.checkIndex(index, length));
    }

    int end() {
        return start + head + length;
    }
}

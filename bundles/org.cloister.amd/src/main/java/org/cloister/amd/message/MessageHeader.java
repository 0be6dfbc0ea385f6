// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.struct.Violation;
import org.cloister.api.Bytes;

/**
 * The header of a message, in clear (SEV-SNP firmware ABI, 56860, "Message Header Format"). It keeps its bytes, as a
 * part of them is authenticated; any bytes can be read. Immutable.
 *
 * @param raw all 96 bytes
 */
public record MessageHeader(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 0x60;

    /** HDR_VERSION, the only one. */
    public static final int VERSION = 1;

    /** ALGO for AES-256-GCM, the only one. */
    public static final int AES_256_GCM = 1;

    /** The highest MSG_VMPCK. */
    public static final int LAST_KEY = 3;

    /** MSG_SIZE is a multiple of it. */
    public static final int ALIGNMENT = 16;

    private static final int AUTHENTICATED_FROM = 0x30;

    /**
     * Checks the size.
     *
     * @throws org.cloister.api.CloisterException {@code message.length}
     */
    public MessageHeader {
        HeaderField.LAYOUT.requireSize(raw.length(), MessageCodes.MESSAGE_LENGTH, "message header");
    }

    /**
     * A header without an authentication tag.
     *
     * @param version of the payload
     * @param key which of the guest's keys seals it, 0 to 3
     * @param sequence the message's number
     * @param size bytes of the payload
     * @throws org.cloister.api.CloisterException {@code field.range} when a value does not fit its field
     */
    public static MessageHeader of(MessageType type, int version, int key, long sequence, int size) {
        byte[] raw = new byte[SIZE];
        put(raw, HeaderField.MSG_SEQNO, sequence);
        put(raw, HeaderField.ALGO, AES_256_GCM);
        put(raw, HeaderField.HDR_VERSION, VERSION);
        put(raw, HeaderField.HDR_SIZE, SIZE);
        put(raw, HeaderField.MSG_TYPE, type.code());
        put(raw, HeaderField.MSG_VERSION, version);
        put(raw, HeaderField.MSG_SIZE, size);
        put(raw, HeaderField.MSG_VMPCK, key);
        return new MessageHeader(Bytes.of(raw));
    }

    /** The same header with another content of a field of at most 8 bytes. */
    public MessageHeader with(HeaderField field, long value) {
        byte[] changed = raw.toArray();
        put(changed, field, value);
        return new MessageHeader(Bytes.of(changed));
    }

    /**
     * A field of at most 8 bytes.
     *
     * @return unsigned; of MSG_SEQNO all 64 bits
     */
    public long number(HeaderField field) {
        return field.slot().number(raw);
    }

    /** The message's number, unsigned 64 bits. */
    public long sequence() {
        return number(HeaderField.MSG_SEQNO);
    }

    /** What the payload is; empty when that is not known. */
    public Optional<MessageType> type() {
        return MessageType.of((int) number(HeaderField.MSG_TYPE));
    }

    /** Bytes of the payload, 0 to 65535. */
    public int size() {
        return (int) number(HeaderField.MSG_SIZE);
    }

    /** Which of the guest's keys seals it, 0 to 255. */
    public int key() {
        return (int) number(HeaderField.MSG_VMPCK);
    }

    /**
     * What of algorithm, version and sizes the specification does not allow, the first in the header first; reserved
     * bytes are ignored.
     */
    public List<Violation> malformed() {
        List<Violation> found = new ArrayList<>();
        require(found, HeaderField.ALGO, number(HeaderField.ALGO) == AES_256_GCM, "1 (AES-256-GCM)");
        require(found, HeaderField.HDR_VERSION, number(HeaderField.HDR_VERSION) == VERSION, "1");
        require(found, HeaderField.HDR_SIZE, number(HeaderField.HDR_SIZE) == SIZE, "96");
        boolean sized = size() != 0 && size() % ALIGNMENT == 0 && size() <= GuestMessage.MOST;
        require(found, HeaderField.MSG_SIZE, sized, "a multiple of 16 from 16 to " + GuestMessage.MOST);
        require(found, HeaderField.MSG_VMPCK, key() <= LAST_KEY, "0 to 3");
        return List.copyOf(found);
    }

    /** Everything that the specification does not allow: {@link #malformed} and reserved bytes that are not zero. */
    public List<Violation> violations() {
        List<Violation> all = new ArrayList<>(malformed());
        all.addAll(HeaderField.LAYOUT.violations(raw, 0));
        return List.copyOf(all);
    }

    /** Every field with its offset and meaning. */
    public Structure show() {
        return new Structure(
                "SEV-SNP guest message header",
                HeaderField.LAYOUT.fields(
                        raw,
                        0,
                        slot -> slot.equals(HeaderField.MSG_TYPE.slot())
                                ? type().map(MessageType::name).orElse("not known")
                                : slot.meaning()));
    }

    /** What is authenticated beside the payload. */
    Bytes authenticated() {
        return raw.slice(AUTHENTICATED_FROM, SIZE - AUTHENTICATED_FROM);
    }

    Bytes tag() {
        return HeaderField.AUTHTAG.slot().in(raw);
    }

    MessageHeader withTag(byte[] tag) {
        byte[] changed = raw.toArray();
        System.arraycopy(tag, 0, changed, HeaderField.AUTHTAG.slot().offset(), tag.length);
        return new MessageHeader(Bytes.of(changed));
    }

    private void require(List<Violation> found, HeaderField field, boolean holds, String expected) {
        if (!holds) {
            found.add(new Violation(
                    field.slot().name(), field.slot().offset(), Long.toUnsignedString(number(field)), expected));
        }
    }

    private static void put(byte[] raw, HeaderField field, long value) {
        field.slot().put(raw, value);
    }
}

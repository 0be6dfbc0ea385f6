// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import static org.cloister.amd.struct.Notation.BYTES;
import static org.cloister.amd.struct.Notation.NUMBER;

import java.util.Arrays;
import java.util.Locale;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;

/**
 * The fields of a message's header (SEV-SNP firmware ABI, 56860, "Message Header Format"). Those from ALGO on are
 * authenticated.
 */
public enum HeaderField {
    /** What authenticates the message; AES-256-GCM uses the first 16 bytes. */
    AUTHTAG(0x00, 32, BYTES, "authentication tag"),
    /** The message's number, never used twice with a key. */
    MSG_SEQNO(0x20, 8, NUMBER, "number of the message"),
    /** How it is sealed. */
    ALGO(0x30, 1, NUMBER, "1 is AES-256-GCM"),
    /** The version of the header. */
    HDR_VERSION(0x31, 1, NUMBER, "version of the header"),
    /** Bytes of the header. */
    HDR_SIZE(0x32, 2, NUMBER, "bytes of the header"),
    /** What the payload is. */
    MSG_TYPE(0x34, 1, NUMBER, "what the payload is"),
    /** The version of the payload. */
    MSG_VERSION(0x35, 1, NUMBER, "version of the payload"),
    /** Bytes of the payload. */
    MSG_SIZE(0x36, 2, NUMBER, "bytes of the payload"),
    /** The key that seals it. */
    MSG_VMPCK(0x3c, 1, NUMBER, "which of the guest's keys seals it");

    static final Layout LAYOUT = new Layout(
            "a guest message header",
            MessageHeader.SIZE,
            Arrays.stream(values()).map(HeaderField::slot).toList());

    private final Slot slot;

    HeaderField(int offset, int size, Notation notation, String meaning) {
        slot = new Slot(name().toLowerCase(Locale.ROOT), offset, size, notation, meaning);
    }

    /** Where it lies and how it is written. */
    public Slot slot() {
        return slot;
    }
}

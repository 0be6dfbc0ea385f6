// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.session;

import java.util.List;
import org.cloister.amd.struct.Layout;
import org.cloister.amd.struct.Notation;
import org.cloister.amd.struct.Slot;
import org.cloister.amd.struct.Structure;
import org.cloister.api.Bytes;

/**
 * What goes before a transport packet (SEV API, 55766, "LAUNCH_SECRET", header). It keeps its bytes. Immutable.
 *
 * @param raw all {@value #SIZE} bytes
 */
public record PacketHeader(Bytes raw) {
    /** Bytes that it takes. */
    public static final int SIZE = 52;

    /** Bit 0: the content was compressed before it was encrypted. */
    public static final Slot FLAGS = new Slot("flags", 0x00, 4, Notation.HEX, "bit 0: compressed");
    /** The first counter of the content's encryption. */
    public static final Slot IV = new Slot("iv", 0x04, 16, Notation.BYTES, "IV of the content's encryption");
    /** The authentication code. */
    public static final Slot MAC = new Slot("mac", 0x14, 32, Notation.BYTES, "HMAC with the TIK");

    private static final Layout LAYOUT = new Layout("a packet header", SIZE, List.of(FLAGS, IV, MAC));
    private static final int COMPRESSED = 1;

    /**
     * Checks the size.
     *
     * @throws org.cloister.api.CloisterException {@code packet.length}
     */
    public PacketHeader {
        LAYOUT.requireSize(raw.length(), SessionCodes.PACKET_LENGTH, "packet header");
    }

    /**
     * Reads a header.
     *
     * @param name what the bytes are called in problems, a file name for example
     * @throws org.cloister.api.CloisterException {@code packet.length}
     */
    public static PacketHeader decode(Bytes bytes, String name) {
        LAYOUT.requireSize(bytes.length(), SessionCodes.PACKET_LENGTH, name);
        return new PacketHeader(bytes);
    }

    /**
     * A header without flags.
     *
     * @param iv 16 bytes
     * @param mac 32 bytes
     */
    static PacketHeader of(Bytes iv, Bytes mac) {
        byte[] image = new byte[SIZE];
        IV.put(image, iv);
        MAC.put(image, mac);
        return new PacketHeader(Bytes.of(image));
    }

    /** The flags, unsigned 32 bits. */
    public long flags() {
        return FLAGS.number(raw);
    }

    /** Whether the content was compressed. */
    public boolean compressed() {
        return (flags() & COMPRESSED) != 0;
    }

    /** The IV, 16 bytes. */
    public Bytes iv() {
        return IV.in(raw);
    }

    /** The authentication code, 32 bytes. */
    public Bytes mac() {
        return MAC.in(raw);
    }

    /** Every field with its offset and meaning. */
    public Structure show() {
        return new Structure("header of a transport packet", LAYOUT.fields(raw, 0, Slot::meaning));
    }
}

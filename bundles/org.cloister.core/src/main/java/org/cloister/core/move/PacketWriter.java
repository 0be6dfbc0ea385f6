// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes the stream: {@link #MAGIC} and the version, then packets. Of a packet: kind 1 byte, number 4, address 8, size
 * 4, length of the payload 4, the payload, and the CRC-32C of the stream from its first byte to here, 4; most
 * significant byte first.
 *
 * <p>Numbers and the running sum let a receiver notice what is damaged, left out, repeated, or in another order.
 * Neither is a secret: who wants to deceive can make both again, and is kept off the guest's content by its secure
 * processor alone.
 */
public final class PacketWriter {
    /** What every stream begins with, and the version of this form. */
    static final byte[] MAGIC = {
        'C', 'L', 'O', 'I', 'S', 'T', 'E', 'R', ' ', 'G', 'U', 'E', 'S', 'T', 0, PacketType.FORM
    };

    static final int HEAD = 21;
    static final int SUM = Integer.BYTES;

    private final CRC32C sum = new CRC32C();
    private OutputStream out;
    private int number;
    private long written;

    /** Begins a stream. */
    public PacketWriter(OutputStream out) throws IOException {
        this.out = out;
        put(MAGIC, 0, MAGIC.length);
    }

    /** Goes on in another place. */
    public void into(OutputStream next) {
        out = next;
    }

    /** Writes one packet. */
    public void write(Packet packet) throws IOException {
        byte[] payload = packet.payload().toArray();
        if (payload.length > packet.kind().most()) {
            throw new IllegalArgumentException(packet.kind() + " of " + payload.length + " bytes");
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        head.put((byte) packet.kind().code()).putInt(number++);
        head.putLong(packet.gpa()).putInt(packet.size()).putInt(payload.length);
        put(head.array(), 0, HEAD);
        put(payload, 0, payload.length);
        byte[] end = ByteBuffer.allocate(SUM).putInt((int) sum.getValue()).array();
        put(end, 0, SUM);
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        sum.update(bytes, offset, length);
        out.write(bytes, offset, length);
        written += length;
    }

    /** Bytes so far. */
    public long written() {
        return written;
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.move;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.core.codes.CoreCodes;

/** Reads what {@link PacketWriter} writes, from a stream of whatever content: nothing of it is believed. */
public final class PacketReader {
    private final InputStream in;
    private final CRC32C sum = new CRC32C();
    private final int form;
    private int number;
    private long read;

    /**
     * Reads the beginning.
     *
     * @throws CloisterException {@code receive.stream}; so do the other methods
     */
    public PacketReader(InputStream in) throws IOException {
        this.in = in;
        byte[] magic = take(PacketWriter.MAGIC.length);
        int version = magic.length - 1;
        if (!Arrays.equals(magic, 0, version, PacketWriter.MAGIC, 0, version)) {
            throw wrong("what was given is not a guest that was sent").exception();
        }
        form = magic[version] & 0xff;
        if (form < PacketType.FIRST_FORM || form > PacketType.FORM) {
            throw wrong("the guest was sent by another version of Cloister")
                    .found("form " + form)
                    .expected("forms " + PacketType.FIRST_FORM + " to " + PacketType.FORM)
                    .remedy("receive it with the version that sent it")
                    .exception();
        }
    }

    /** The next packet; it comes in its turn, and is what was written. */
    public Packet next() throws IOException {
        ByteBuffer head = ByteBuffer.wrap(take(PacketWriter.HEAD));
        int code = head.get() & 0xff;
        PacketType kind = PacketType.of(code, form)
                .orElseThrow(() -> wrong("there is no packet of kind " + code).exception());
        int found = head.getInt();
        if (found != number) {
            throw wrong("packets are left out, repeated or in another order")
                    .found("packet " + Integer.toUnsignedString(found))
                    .expected("packet " + number)
                    .exception();
        }
        long gpa = head.getLong();
        int size = head.getInt();
        int length = head.getInt();
        if (length < 0 || length > kind.most()) {
            throw wrong("a packet is longer than one of its kind can be").exception();
        }
        byte[] payload = take(length);
        int expected = (int) sum.getValue();
        if (ByteBuffer.wrap(take(PacketWriter.SUM)).getInt() != expected) {
            throw wrong("the stream was damaged on its way").exception();
        }
        number++;
        return new Packet(kind, gpa, size, Bytes.wrap(payload));
    }

    /** A packet that has to be of this kind. */
    public Packet next(PacketType kind) throws IOException {
        Packet packet = next();
        if (packet.kind() != kind) {
            throw wrong("packets are in another order")
                    .found(packet.kind())
                    .expected(kind)
                    .exception();
        }
        return packet;
    }

    private byte[] take(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw wrong("the stream ends before the guest is complete").exception();
        }
        sum.update(bytes);
        read += length;
        return bytes;
    }

    /** Bytes so far. */
    public long read() {
        return read;
    }

    /** A problem at this place of the stream. */
    public Problem wrong(String what) {
        return Problem.input(CoreCodes.RECEIVE_STREAM, what)
                .at("packet " + number + ", behind byte " + read)
                .remedy("send the guest again");
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.message;

import java.util.Arrays;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.api.memory.GuestMemory;

/**
 * A sealed message, as it lies in a page that guest and hypervisor share. Nothing in it is a secret to who lacks the
 * key. Immutable.
 *
 * @param header in clear
 * @param payload sealed, as many bytes as the header says
 */
public record GuestMessage(MessageHeader header, Bytes payload) {
    /** Bytes of a payload at most. */
    public static final int MOST = GuestMemory.PAGE - MessageHeader.SIZE;

    /** Bytes of a key. */
    public static final int KEY = MessageCipher.KEY;

    /**
     * Checks that header and payload agree.
     *
     * @throws org.cloister.api.CloisterException {@code message.size}
     */
    public GuestMessage {
        if (payload.length() != header.size() || payload.length() > MOST) {
            throw wrongSize("guest message", payload.length() + " bytes of payload", header.size());
        }
    }

    /**
     * Reads a message; what lies behind it is ignored. Whatever else is wrong with the header is not an obstacle.
     *
     * @param bytes 96 to 4096
     * @param name what the bytes are called in problems
     * @throws org.cloister.api.CloisterException {@code message.length}, and {@code message.size} when there are fewer
     *     bytes than the header says
     */
    public static GuestMessage decode(Bytes bytes, String name) {
        if (bytes.length() < MessageHeader.SIZE || bytes.length() > GuestMemory.PAGE) {
            throw Problem.input(MessageCodes.MESSAGE_LENGTH, "this cannot hold a guest message")
                    .at(name)
                    .found(bytes.length() + " bytes")
                    .expected(MessageHeader.SIZE + " to " + GuestMemory.PAGE + " bytes")
                    .exception();
        }
        MessageHeader header = new MessageHeader(bytes.slice(0, MessageHeader.SIZE));
        int room = bytes.length() - MessageHeader.SIZE;
        if (header.size() > room) {
            throw wrongSize(name, "room for " + room + " bytes", header.size());
        }
        return new GuestMessage(header, bytes.slice(MessageHeader.SIZE, header.size()));
    }

    /**
     * Seals a payload.
     *
     * @param key 32 bytes; the caller wipes it
     * @param header whose number was never used with this key; its authentication tag is replaced
     * @param payload as many bytes as the header says, in clear; the caller wipes it
     * @throws org.cloister.api.CloisterException {@code message.size}
     */
    public static GuestMessage seal(byte[] key, MessageHeader header, byte[] payload) {
        if (payload.length != header.size() || payload.length > MOST) {
            throw wrongSize("guest message", payload.length + " bytes of payload", header.size());
        }
        byte[] sealed = MessageCipher.seal(key, header, payload);
        byte[] tag = Arrays.copyOfRange(sealed, payload.length, sealed.length);
        return new GuestMessage(header.withTag(tag), Bytes.of(sealed, 0, payload.length));
    }

    /**
     * The payload in clear.
     *
     * @param key 32 bytes; the caller wipes it
     * @return for the caller to wipe; empty when the message is not authentic under this key
     */
    public Optional<byte[]> open(byte[] key) {
        return MessageCipher.open(key, header, payload);
    }

    /** Header and payload. */
    public Bytes encode() {
        return page().slice(0, MessageHeader.SIZE + payload.length());
    }

    /** A page that begins with the message; the rest of it is zero. */
    public Bytes page() {
        byte[] page = new byte[GuestMemory.PAGE];
        header.raw().copyTo(0, page, 0, MessageHeader.SIZE);
        payload.copyTo(0, page, MessageHeader.SIZE, payload.length());
        return Bytes.of(page);
    }

    private static RuntimeException wrongSize(String name, String found, int said) {
        return Problem.input(MessageCodes.MESSAGE_SIZE, "the payload is not as long as the header says")
                .at(name + ", " + HeaderField.MSG_SIZE.slot().name())
                .found(found)
                .expected(said + " bytes, at most " + MOST)
                .exception();
    }
}

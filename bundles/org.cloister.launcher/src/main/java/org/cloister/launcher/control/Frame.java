// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One message on a control socket: a byte for its kind, four bytes with the length of the rest (most significant
 * first), the rest.
 *
 * @param payload not copied
 */
record Frame(Kind kind, byte[] payload) {
    /** The most that a piece of a stream has, in bytes. */
    static final int PIECE = 1 << 16;

    /** The kinds, with the least and the most bytes of their payload. */
    enum Kind {
        /** From the client, first and once: a {@link ControlRequest}. */
        REQUEST(1, 0, 1 << 20),
        /** From the client, once for each {@code WANT}: a piece of standard input; empty at its end. */
        INPUT(2, 0, PIECE),
        /** From the client, once for each {@code FILE}: the answer. */
        ANSWER(3, 1, PIECE),
        /** A piece of standard output. */
        OUT(17, 0, PIECE),
        /** A piece of standard error. */
        ERR(18, 0, PIECE),
        /** The command reads standard input: how many bytes at most. */
        WANT(19, 4, 4),
        /** The platform is there: it has taken the command, or the order to end it. */
        HEARD(21, 0, 0),
        /** The command asks something about the client's files. The next such question comes after the answer. */
        FILE(22, 1, PIECE),
        /** The command has ended: its exit code. Nothing follows. */
        EXIT(20, 4, 4);

        private final int code;
        private final int least;
        private final int most;

        Kind(int code, int least, int most) {
            this.code = code;
            this.least = least;
            this.most = most;
        }

        byte code() {
            return (byte) code;
        }

        boolean allows(int length) {
            return length >= least && length <= most;
        }

        static Optional<Kind> of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** The bytes before the payload. */
    static final int HEAD = 1 + Integer.BYTES;

    /**
     * What the bytes before a payload say.
     *
     * @param length of the payload, allowed for the kind
     */
    record Head(Kind kind, int length) {
        /** Reads it with any content; nothing of the length is allocated. */
        static Head of(ByteBuffer bytes) throws ProtocolException {
            byte code = bytes.get();
            int length = bytes.getInt();
            Kind kind = Kind.of(code).orElseThrow(() -> new ProtocolException("there is no frame of kind " + code));
            if (!kind.allows(length)) {
                throw new ProtocolException("a frame " + kind + " cannot have " + length + " bytes");
            }
            return new Head(kind, length);
        }
    }

    static Frame of(Kind kind) {
        return new Frame(kind, new byte[0]);
    }

    static Frame of(Kind kind, int number) {
        return new Frame(kind, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    /** The number of a {@code WANT} or an {@code EXIT}. */
    int number() {
        return ByteBuffer.wrap(payload).getInt();
    }
}

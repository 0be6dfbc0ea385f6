// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The parts of a question or an answer, in their order. */
final class Message {
    private Message() {}

    /** Puts parts together. */
    static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Writer(int first) {
            bytes.write(first);
        }

        Writer flag(boolean value) {
            bytes.write(value ? 1 : 0);
            return this;
        }

        Writer text(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            try {
                out.writeInt(encoded.length);
                out.write(encoded);
            } catch (IOException e) {
                // Memory takes everything
                throw new UncheckedIOException(e);
            }
            return this;
        }

        Writer optional(String text) {
            flag(text != null);
            return text == null ? this : text(text);
        }

        Writer piece(byte[] source, int offset, int length) {
            bytes.write(source, offset, length);
            return this;
        }

        byte[] done() {
            return bytes.toByteArray();
        }

        /** What was put together and a piece of a file, of which no other copy is made: it may be a secret. */
        byte[] doneWith(byte[] source, int offset, int length) {
            byte[] whole = Arrays.copyOf(bytes.toByteArray(), bytes.size() + length);
            System.arraycopy(source, offset, whole, bytes.size(), length);
            return whole;
        }
    }

    /** Takes parts off. Whatever is not as it has to be is an {@link IllegalArgumentException}. */
    static final class Reader {
        private final ByteBuffer left;

        Reader(byte[] message) {
            if (message.length == 0 || message.length > RemoteFiles.MOST_MESSAGE) {
                throw wrong("its length of " + message.length + " bytes");
            }
            left = ByteBuffer.wrap(message);
        }

        int number() {
            require(1);
            return left.get() & 0xff;
        }

        boolean flag() {
            int value = number();
            if (value > 1) {
                throw wrong("a switch of " + value);
            }
            return value == 1;
        }

        String text() {
            require(Integer.BYTES);
            int length = left.getInt();
            if (length < 0) {
                throw wrong("a text of " + length + " bytes");
            }
            require(length);
            ByteBuffer text = left.slice(left.position(), length);
            left.position(left.position() + length);
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
            } catch (CharacterCodingException e) {
                throw wrong("a text that is none");
            }
        }

        Optional<String> optional() {
            return flag() ? Optional.of(text()) : Optional.empty();
        }

        byte[] piece() {
            byte[] piece = new byte[left.remaining()];
            left.get(piece);
            return piece;
        }

        void end() {
            if (left.hasRemaining()) {
                throw wrong(left.remaining() + " bytes behind its end");
            }
        }

        private void require(int bytes) {
            if (left.remaining() < bytes) {
                throw wrong("an end too early");
            }
        }
    }

    static IllegalArgumentException wrong(String found) {
        return new IllegalArgumentException("this is not a message about files: " + found);
    }
}

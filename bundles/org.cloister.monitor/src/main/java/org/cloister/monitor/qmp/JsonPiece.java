// SPDX-License-Identifier: Apache-2.0
package org.cloister.monitor.qmp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A piece of a stream that is to be read as a JSON text. Its positions are those that QEMU names: the line of the
 * connection and the byte in that line, both from 1.
 *
 * @param bytes each byte as a character
 * @param line where it begins
 * @param column where it begins in that line
 */
record JsonPiece(String bytes, int line, int column) {
    /** Complains of what begins at a byte of this piece. */
    QmpException error(int at, String detail) {
        int lines = (int) bytes.chars().limit(at).filter(c -> c == '\n').count();
        int begin = bytes.lastIndexOf('\n', at - 1) + 1;
        int first = lines == 0 ? column : 1;
        return ErrorClass.GENERIC.error((line + lines) + ":" + (first + at - begin) + ": JSON parse error, " + detail);
    }

    /** Complains of bytes that begin no word of JSON. */
    QmpException stray(int from, int to) {
        String shown =
                new String(bytes.substring(from, to).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return error(from, "stray '" + shown + "'");
    }

    /** Bytes as the text that they encode. */
    static String text(byte[] utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }
}

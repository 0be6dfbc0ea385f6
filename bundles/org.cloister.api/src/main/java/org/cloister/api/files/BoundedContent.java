// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * Reads foreign content to its end, up to a limit. What a file says of its own size only tells how much room to take
 * first, so that it need not be copied: devices, pipes and files of {@code /proc} say nothing, and a growing file
 * changes its mind. Whatever has no end is refused once the limit is passed.
 *
 * <p>Every array but the answer is wiped, as the content may be a secret.
 */
public final class BoundedContent {
    // A buffered stream keeps a copy of what is read into less room than this
    private static final int LEAST_ROOM = 16 << 10;
    private static final int LARGEST_PIECE = 1 << 20;
    // Java reads a file into memory of its own first, as much as it is asked for
    private static final int AT_ONCE = 64 << 10;
    private static final int MEBIBYTE = 1 << 20;

    private BoundedContent() {}

    /**
     * The whole content.
     *
     * @param where what named it, for messages
     * @param most the most bytes that it may have; not negative, below {@link Integer#MAX_VALUE}
     * @return for the caller to wipe where it is a secret
     * @throws CloisterException {@code file.size} when there is more than that, or more than Java has memory for
     * @throws IOException when it cannot be read on
     */
    public static byte[] read(InputStream in, String where, int most) throws IOException {
        byte[] content;
        try {
            content = beginning(in, most + 1);
        } catch (OutOfMemoryError e) {
            throw Problem.input(ProblemCodes.FILE_SIZE, "this file is larger than Java has memory for")
                    .at(where)
                    .remedy("name a smaller one, or allow Java more memory, as with CLOISTER_OPTS=-Xmx4g")
                    .exception(e);
        }
        if (content.length > most) {
            Arrays.fill(content, (byte) 0);
            throw Problem.input(ProblemCodes.FILE_SIZE, "this file is too large")
                    .at(where)
                    .expected("at most " + (most % MEBIBYTE == 0 ? most / MEBIBYTE + " MiB" : most + " bytes"))
                    .exception();
        }
        return content;
    }

    /**
     * The whole content, where it is no secret.
     *
     * @throws CloisterException as of {@link #read}
     * @throws IOException when it cannot be read on
     */
    public static Bytes bytes(InputStream in, String where, int most) throws IOException {
        return Bytes.wrap(read(in, where, most));
    }

    /**
     * The first bytes of what may have more.
     *
     * @param most how many bytes are read at most
     * @return for the caller to wipe where it is a secret; fewer bytes when the content ends before
     * @throws IOException when it cannot be read on
     */
    public static byte[] beginning(InputStream in, int most) throws IOException {
        List<ByteBuffer> pieces = new ArrayList<>();
        byte[] content = null;
        try {
            ByteBuffer piece = add(pieces, Math.max(2 * LEAST_ROOM, Math.min(expected(in), most)));
            int count = 0;
            int read = 0;
            while (read >= 0 && count < most) {
                piece.position(piece.position() + read);
                if (piece.remaining() < LEAST_ROOM) {
                    int more = pieces.size() == 1 ? LEAST_ROOM : piece.capacity();
                    piece = add(pieces, Math.min(2 * more, LARGEST_PIECE));
                }
                read = in.read(piece.array(), piece.position(), Math.min(piece.remaining(), AT_ONCE));
                count += Math.max(read, 0);
            }
            piece.position(piece.position() + Math.max(read, 0));
            content = joined(pieces, Math.min(count, most));
            return content;
        } finally {
            for (ByteBuffer piece : pieces) {
                if (piece.array() != content) {
                    Arrays.fill(piece.array(), (byte) 0);
                }
            }
        }
    }

    private static int expected(InputStream in) {
        try {
            return in.available();
        } catch (IOException e) {
            // A pipe has no position; whether it can be read shows when it is
            return 0;
        }
    }

    private static ByteBuffer add(List<ByteBuffer> pieces, int size) {
        ByteBuffer piece = ByteBuffer.allocate(size);
        pieces.add(piece);
        return piece;
    }

    /** The first piece with what is left in the others, where it has room for exactly that; else a new array. */
    private static byte[] joined(List<ByteBuffer> pieces, int count) {
        ByteBuffer first = pieces.get(0);
        ByteBuffer content = first.capacity() == count ? first : ByteBuffer.allocate(count);
        for (ByteBuffer piece : pieces) {
            if (piece != content) {
                content.put(piece.array(), 0, Math.min(piece.position(), content.remaining()));
            }
        }
        return content.array();
    }
}

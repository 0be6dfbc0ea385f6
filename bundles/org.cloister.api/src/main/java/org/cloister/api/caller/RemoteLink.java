// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.cloister.api.CloisterException;

/** A link that a caller in another process carries, piece by piece. */
final class RemoteLink implements PlatformLink {
    private static final int MOST_PIECE = RemoteFiles.MOST_MESSAGE - 1;

    private final Function<byte[], byte[]> caller;
    private final InputStream in = new Incoming();
    private final OutputStream out = new Outgoing();
    private boolean closed;

    RemoteLink(Function<byte[], byte[]> caller) {
        this.caller = caller;
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    private byte[] ask(byte[] question) throws IOException {
        if (closed) {
            throw new IOException("the link was closed");
        }
        try {
            return caller.apply(question);
        } catch (CloisterException e) {
            throw new IOException(e.problem().what(), e);
        }
    }

    private final class Incoming extends InputStream {
        private byte[] piece = {};
        private int position;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (position == piece.length && !ended && length > 0) {
                piece = ask(Question.TAKE.begin().done());
                position = 0;
                ended = piece.length == 0;
            }
            int taken = Math.min(length, piece.length - position);
            System.arraycopy(piece, position, target, offset, taken);
            position += taken;
            return taken == 0 && length > 0 ? -1 : taken;
        }
    }

    private final class Outgoing extends OutputStream {
        private final byte[] waiting = new byte[MOST_PIECE];
        private int count;

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            for (int done = 0; done < length; ) {
                int piece = Math.min(length - done, waiting.length - count);
                System.arraycopy(bytes, offset + done, waiting, count, piece);
                count += piece;
                done += piece;
                if (count == waiting.length) {
                    flush();
                }
            }
        }

        @Override
        public void flush() throws IOException {
            if (count > 0) {
                int length = count;
                count = 0;
                ask(Question.GIVE.begin().doneWith(waiting, 0, length));
                Arrays.fill(waiting, 0, length, (byte) 0);
            }
        }
    }

    @Override
    public void close() {
        try {
            ask(Question.UNLINK.begin().done());
        } catch (IOException e) {
            // Who has gone has ended it
        }
        closed = true;
    }
}

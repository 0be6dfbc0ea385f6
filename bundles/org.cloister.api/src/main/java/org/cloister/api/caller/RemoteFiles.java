// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/**
 * The files of a caller in another process: each step is asked of that process, piece by piece, and no file is opened
 * here.
 *
 * <p>Refusals name a file in the caller's own words. A caller that has gone has cancelled the command:
 * {@code call.cancelled}.
 */
public final class RemoteFiles implements CallerFiles {
    /** The most that a question or an answer has, in bytes. */
    public static final int MOST_MESSAGE = 1 << 16;

    private static final int MOST_PIECE = MOST_MESSAGE - 1;
    /** No kernel takes so long a path. */
    private static final int MOST_NAME = 8 << 10;

    private final UnaryOperator<byte[]> caller;

    /**
     * The files of who is on the other side.
     *
     * @param caller carries a question to {@link ServedFiles#answer} and brings the answer; one at a time. It throws an
     *     {@link UncheckedIOException} when the caller has gone
     */
    public RemoteFiles(UnaryOperator<byte[]> caller) {
        this.caller = Objects.requireNonNull(caller, "caller");
    }

    private byte[] ask(Message.Writer question) {
        return ask(question.done());
    }

    // A secret may be in question or answer
    private byte[] ask(byte[] question) {
        try {
            byte[] answer = caller.apply(question);
            try {
                return Reply.read(answer);
            } finally {
                Arrays.fill(answer, (byte) 0);
            }
        } catch (UncheckedIOException gone) {
            throw Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the caller cancelled")
                    .exception(gone);
        } catch (IllegalArgumentException e) {
            throw Problem.operation(ProblemCodes.FILE_ANSWER, "the caller's program does not answer as it has to")
                    .found(e.getMessage())
                    .remedy("use the client of the same version")
                    .exception(e);
        } finally {
            Arrays.fill(question, (byte) 0);
        }
    }

    private static String bounded(String where, String name) {
        if (name.getBytes(StandardCharsets.UTF_8).length > MOST_NAME) {
            throw Problem.input(ProblemCodes.FILE_NAME, "this is not a file name")
                    .at(where.length() > MOST_NAME ? where.substring(0, MOST_NAME) + "…" : where)
                    .expected("at most " + MOST_NAME + " bytes")
                    .exception();
        }
        return name;
    }

    /** A name and no more: it says nothing of this process's folder. */
    @Override
    public Path path(String name) {
        try {
            return Path.of(bounded(name, name));
        } catch (InvalidPathException e) {
            throw Problem.input(ProblemCodes.FILE_NAME, "this is not a file name")
                    .at(name)
                    .exception(e);
        }
    }

    @Override
    public InputStream open(String where, String name) {
        ask(Question.OPEN.begin().text(where).text(bounded(where, name)));
        return new RemoteStream();
    }

    @Override
    public OutputSet outputs(boolean force) {
        ask(Question.OUTPUTS.begin().flag(force));
        return new RemoteOutputs();
    }

    @Override
    public PlatformLink connect(String where, String place) {
        ask(Question.LINK.begin().text(bounded(where, place)));
        return new RemoteLink(this::ask);
    }

    /** Reads ahead by a piece at most. */
    private final class RemoteStream extends InputStream {
        private byte[] piece = {};
        private int position;
        private boolean ended;

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (length == 0) {
                return 0;
            }
            if (position == piece.length && !ended) {
                piece = ask(Question.READ.begin());
                position = 0;
                ended = piece.length == 0;
            }
            int taken = Math.min(length, piece.length - position);
            System.arraycopy(piece, position, target, offset, taken);
            Arrays.fill(piece, position, position + taken, (byte) 0);
            position += taken;
            return taken == 0 ? -1 : taken;
        }

        @Override
        public void close() {
            ended = true;
            Arrays.fill(piece, (byte) 0);
            position = piece.length;
            quietly(Question.SHUT);
        }
    }

    /** Who has gone closes and drops everything anyway. */
    private void quietly(Question question) {
        try {
            ask(question.begin());
        } catch (CloisterException e) {
            // The failure that matters has been reported already
        }
    }

    private final class RemoteOutputs implements OutputSet {
        @Override
        public void requireFree(Path target) {
            ask(Question.FREE.begin().text(name(target)));
        }

        @Override
        public void create(Path target, boolean secret) {
            ask(Question.CREATE.begin().flag(secret).text(name(target)));
        }

        private static String name(Path target) {
            return bounded(target.toString(), target.toString());
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            for (int from = offset; from < offset + length; from += MOST_PIECE) {
                ask(Question.WRITE.begin().doneWith(bytes, from, Math.min(MOST_PIECE, offset + length - from)));
            }
        }

        @Override
        public void place() {
            ask(Question.PLACE.begin());
        }

        @Override
        public void close() {
            quietly(Question.DROP);
        }
    }
}

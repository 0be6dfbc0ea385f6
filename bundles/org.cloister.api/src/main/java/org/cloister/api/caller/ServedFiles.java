// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.caller;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cloister.api.CloisterException;

/**
 * The caller's side of {@link RemoteFiles}: opens, reads and writes what it is asked for, with the rights of this
 * process.
 *
 * <p>Only what the command line names is touched: a file is opened to be read when one of its words is its name, and
 * written when one of its words names the file or the folder it lies in; an existing file is replaced only with
 * {@code --force}.
 *
 * <p>One question at a time; closing is safe from any thread meanwhile.
 */
public final class ServedFiles implements AutoCloseable {
    private static final int PIECE = RemoteFiles.MOST_MESSAGE - 1;

    private final LocalFiles files;
    private final NamedFiles named;
    private final ServedLink link;
    private final byte[] piece = new byte[PIECE];
    private final Object writing = new Object();
    private InputStream input;
    private String inputName;
    private OutputSet outputs;
    private boolean closed;

    /**
     * The files of a command.
     *
     * @param folder what relative names start from
     * @param arguments the command line
     */
    public ServedFiles(Path folder, List<String> arguments) {
        this(folder, arguments, PlatformLinker.NONE);
    }

    /**
     * The files of a command that may speak with another platform.
     *
     * @param folder what relative names start from
     * @param arguments the command line
     * @param linker connects to what the command line names
     * @since 1.2
     */
    public ServedFiles(Path folder, List<String> arguments, PlatformLinker linker) {
        this.files = new LocalFiles(folder);
        this.named = new NamedFiles(arguments);
        this.link = new ServedLink(named, linker);
    }

    /**
     * Does what is asked for; opening and reading a pipe takes as long as its other end.
     *
     * @param question at most {@link RemoteFiles#MOST_MESSAGE} bytes
     * @return the answer
     * @throws IllegalArgumentException for what is not a question, comes out of turn, or is for a file that the command
     *     line does not name
     */
    public byte[] answer(byte[] question) {
        Message.Reader in = new Message.Reader(question);
        Question asked = Question.of(in.number());
        try {
            if (asked.ofLink()) {
                return link.answer(asked, in);
            }
            return switch (asked) {
                case OPEN -> open(in);
                case READ -> read(in);
                case SHUT -> shut(in);
                default -> write(asked, in);
            };
        } catch (CloisterException refused) {
            return Reply.refused(refused.problem());
        }
    }

    private byte[] open(Message.Reader in) {
        String where = in.text();
        String name = in.text();
        in.end();
        require(input == null, "a second file to read");
        named.requireInput(name);
        input = files.open(where, name);
        inputName = where;
        return Reply.done();
    }

    private byte[] read(Message.Reader in) {
        in.end();
        require(input != null, "reading of no file");
        try {
            return Reply.done(piece, Math.max(0, input.read(piece, 0, PIECE)));
        } catch (IOException e) {
            throw CallerFiles.unreadable(inputName, e);
        } finally {
            Arrays.fill(piece, (byte) 0);
        }
    }

    private byte[] shut(Message.Reader in) {
        in.end();
        require(input != null, "closing of no file");
        try (InputStream read = input) {
            input = null;
            return Reply.done();
        } catch (IOException e) {
            throw CallerFiles.unreadable(inputName, e);
        }
    }

    private byte[] write(Question asked, Message.Reader in) {
        synchronized (writing) {
            require(!closed, "writing after the end");
            require((outputs == null) == (asked == Question.OUTPUTS), "writing out of turn");
            switch (asked) {
                case OUTPUTS -> begin(in);
                case FREE -> outputs.requireFree(target(in));
                case CREATE -> {
                    boolean secret = in.flag();
                    outputs.create(target(in), secret);
                }
                case WRITE -> piece(in.piece());
                case PLACE -> {
                    in.end();
                    outputs.place();
                }
                default -> drop(in);
            }
            return Reply.done();
        }
    }

    private void begin(Message.Reader in) {
        boolean force = in.flag();
        in.end();
        require(!force || named.force(), "replacing files without --force");
        outputs = files.outputs(force);
    }

    private Path target(Message.Reader in) {
        String name = in.text();
        in.end();
        named.requireOutput(name);
        return files.path(name);
    }

    private void piece(byte[] bytes) {
        try {
            outputs.write(bytes, 0, bytes.length);
        } catch (IllegalStateException e) {
            throw Message.wrong("a piece of no file");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private void drop(Message.Reader in) {
        in.end();
        outputs.close();
        outputs = null;
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw Message.wrong(otherwise);
        }
    }

    /** Nothing is written any more, and what was not complete is gone; a link has ended. */
    @Override
    public void close() {
        link.close();
        synchronized (writing) {
            closed = true;
            if (outputs != null) {
                outputs.close();
                outputs = null;
            }
        }
    }
}

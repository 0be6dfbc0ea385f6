package org.cloister.cli.command;

import java.io.IOException;
import java.io.InputStream;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.caller.CallerFiles;
import org.cloister.api.guest.Image;
import org.cloister.cli.session.Session;

/** Reads the files that a command is given, each up to a limit, so that a device or an endless pipe ends in a message. */
final class InputFiles {
    private static final String STANDARD_INPUT = "-";

    private final Session session;
    private boolean standardInputTaken;

    InputFiles(Session session) {
        this.session = session;
    }

    /**
     * Reads a file.
     *
     * @param option the option that named it, for messages
     * @param name a file name, or {@code -} for standard input, which can be read once
     * @param mebibytes the most it may have
     * @throws CloisterException {@code file.*} when it cannot be read, is empty or too large
     */
    Image read(String option, String name, int mebibytes) {
        return Blocking.call(session.cancellation(), () -> {
            String where = option + " " + name;
            return name.equals(STANDARD_INPUT) ? standardInput(where, mebibytes) : file(where, name, mebibytes);
        });
    }

    /**
     * Reads the beginning of a file that is judged elsewhere, whatever is in it, be it nothing.
     *
     * @param most how many bytes are read at most
     * @throws CloisterException {@code file.*} when it cannot be read
     */
    Bytes beginning(String option, String name, int most) {
        return Blocking.call(session.cancellation(), () -> {
            String where = option + " " + name;
            try (InputStream in = name.equals(STANDARD_INPUT)
                    ? session.streams().in()
                    : session.files().open(where, name)) {
                return Bytes.of(in.readNBytes(most));
            } catch (IOException e) {
                throw CallerFiles.unreadable(where, e);
            }
        });
    }

    private Image file(String where, String name, int mebibytes) {
        try (InputStream in = session.files().open(where, name)) {
            return new Image(name, content(where, in, mebibytes));
        } catch (IOException e) {
            throw CallerFiles.unreadable(where, e);
        }
    }

    private Image standardInput(String where, int mebibytes) {
        if (standardInputTaken) {
            throw Problem.input("file.twice", "standard input is already read by another option")
                    .at(where)
                    .exception();
        }
        standardInputTaken = true;
        try {
            return new Image("standard input", content(where, session.streams().in(), mebibytes));
        } catch (IOException e) {
            throw CallerFiles.unreadable(where, e);
        }
    }

    private static Bytes content(String where, InputStream in, int mebibytes) throws IOException {
        int limit = mebibytes << 20;
        byte[] content = in.readNBytes(limit + 1);
        if (content.length == 0) {
            throw Problem.input("file.empty", "this file is empty").at(where).exception();
        }
        if (content.length > limit) {
            throw Problem.input("file.size", "this file is too large")
                    .at(where)
                    .expected("at most " + mebibytes + " MiB")
                    .exception();
        }
        return Bytes.of(content);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.IOException;
import java.io.InputStream;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.caller.CallerFiles;
import org.cloister.api.files.BoundedContent;
import org.cloister.api.guest.Image;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;

/**
 * Reads the files that a command is given, each up to a limit, so that a device or an endless pipe ends in a message.
 */
final class InputFiles {
    /** The name that stands for standard input. */
    static final String STANDARD_INPUT = "-";

    /** What its content is called. */
    static final String STANDARD_INPUT_TITLE = "standard input";

    private final CommandContext session;
    private boolean standardInputTaken;

    /** Takes what it wants from an open file. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    InputFiles(CommandContext session) {
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
        return InterruptibleRead.call(session.cancellation(), () -> {
            String where = option + " " + name;
            String title = name.equals(STANDARD_INPUT) ? STANDARD_INPUT_TITLE : name;
            return new Image(title, contentOf(where, name, in -> Bytes.wrap(content(where, in, mebibytes))));
        });
    }

    /** As {@link #read}, of a file that may be empty, as QEMU takes an initial RAM disk. */
    Image readEmptyToo(String option, String name, int mebibytes) {
        return InterruptibleRead.call(session.cancellation(), () -> {
            String where = option + " " + name;
            String title = name.equals(STANDARD_INPUT) ? STANDARD_INPUT_TITLE : name;
            return new Image(title, contentOf(where, name, in -> BoundedContent.bytes(in, where, mebibytes << 20)));
        });
    }

    /**
     * Reads a file with a secret, of which no copy but the answer stays.
     *
     * @return for the caller to wipe
     * @throws CloisterException as of {@link #read}
     */
    byte[] secret(String option, String name, int mebibytes) {
        return InterruptibleRead.call(session.cancellation(), () -> {
            String where = option + " " + name;
            return contentOf(where, name, in -> content(where, in, mebibytes));
        });
    }

    /**
     * Reads the first bytes of a file, which are judged elsewhere; the file may be empty.
     *
     * @param most how many bytes are read at most
     * @throws CloisterException {@code file.*} when it cannot be read
     */
    Bytes beginning(String option, String name, int most) {
        return InterruptibleRead.call(session.cancellation(), () -> {
            String where = option + " " + name;
            try (InputStream in = name.equals(STANDARD_INPUT)
                    ? session.streams().in()
                    : session.files().open(where, name)) {
                return Bytes.wrap(BoundedContent.beginning(in, most));
            } catch (IOException e) {
                throw CallerFiles.unreadable(where, e);
            }
        });
    }

    private <T> T contentOf(String where, String name, Reader<T> reader) {
        if (name.equals(STANDARD_INPUT)) {
            return ofStandardInput(where, reader);
        }
        try (InputStream in = session.files().open(where, name)) {
            return reader.read(in);
        } catch (IOException e) {
            throw CallerFiles.unreadable(where, e);
        }
    }

    private <T> T ofStandardInput(String where, Reader<T> reader) {
        if (standardInputTaken) {
            throw Problem.input(CliCodes.FILE_TWICE, "standard input is already read by another option")
                    .at(where)
                    .exception();
        }
        standardInputTaken = true;
        try {
            return reader.read(session.streams().in());
        } catch (IOException e) {
            throw CallerFiles.unreadable(where, e);
        }
    }

    private static byte[] content(String where, InputStream in, int mebibytes) throws IOException {
        byte[] content = BoundedContent.read(in, where, mebibytes << 20);
        if (content.length == 0) {
            throw Problem.input(CliCodes.FILE_EMPTY, "this file is empty")
                    .at(where)
                    .exception();
        }
        return content;
    }
}

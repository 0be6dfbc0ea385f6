// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.caller.OutputSet;
import org.cloister.api.launch.SendTarget;
import org.cloister.cli.session.CommandContext;

/** A file of the caller's that a guest is sent into. It has its name before the guest ends, or is not there. */
final class GuestFile implements SendTarget, AutoCloseable {
    private static final int PIECE = 64 << 10;

    private final CommandContext session;
    private final String name;
    private final boolean force;
    private final Optional<ReceiverFolder> receiver;
    private Bytes beginning = Bytes.EMPTY;
    private OutputSet files;
    private OutputStream out;

    GuestFile(CommandContext session, String name, boolean force, Optional<ReceiverFolder> receiver) {
        this.session = session;
        this.name = name;
        this.force = force;
        this.receiver = receiver;
    }

    @Override
    public Optional<Bytes> receiver(Bytes first) {
        beginning = first;
        return receiver.map(folder -> folder.identity(session));
    }

    @Override
    public OutputStream open() throws IOException {
        Path path = session.files().path(name);
        files = session.files().outputs(force);
        files.requireFree(path);
        files.create(path, true);
        out = new BufferedOutputStream(new Going(files), PIECE);
        beginning.writeTo(out);
        return out;
    }

    @Override
    public void complete() throws IOException {
        out.flush();
        files.place();
    }

    @Override
    public void released() {
        // The file waits for no word: whoever has it and the platform it is for can restore it
    }

    /** What is not complete goes. */
    @Override
    public void close() {
        if (files != null) {
            files.close();
        }
    }

    /** Into the file that was begun. */
    private static final class Going extends OutputStream {
        private final OutputSet files;

        Going(OutputSet files) {
            this.files = files;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            files.write(bytes, offset, length);
        }
    }
}

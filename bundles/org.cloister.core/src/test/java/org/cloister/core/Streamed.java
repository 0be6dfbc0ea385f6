// SPDX-License-Identifier: Apache-2.0
package org.cloister.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.launch.ReceiveSource;
import org.cloister.api.launch.SendTarget;

/** A stream in memory, and which calls the target got. */
class Streamed implements SendTarget {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    final List<String> told = new ArrayList<>();
    private final Optional<Bytes> receiver;

    Streamed(Bytes receiver) {
        this.receiver = Optional.ofNullable(receiver);
    }

    byte[] stream() {
        return written.toByteArray();
    }

    @Override
    public Optional<Bytes> receiver(Bytes beginning) throws IOException {
        told.add("receiver");
        written.writeBytes(beginning.toArray());
        return receiver;
    }

    @Override
    public void accept(Bytes fingerprint) {
        told.add("accept");
    }

    @Override
    public OutputStream open() throws IOException {
        told.add("open");
        return written;
    }

    @Override
    public void complete() throws IOException {
        told.add("complete");
    }

    @Override
    public void released() throws IOException {
        told.add("released");
    }

    /** A stream that is received. */
    static class Source implements ReceiveSource {
        private final InputStream in;
        boolean again;

        Source(byte[] stream) {
            in = new ByteArrayInputStream(stream);
        }

        @Override
        public InputStream stream() {
            return in;
        }

        @Override
        public boolean again() {
            return again;
        }

        @Override
        public void receiver(Bytes identity) {}

        @Override
        public Word confirm(String guest) throws IOException {
            return Word.RUN;
        }
    }
}

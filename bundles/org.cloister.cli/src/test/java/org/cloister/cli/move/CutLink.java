// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.move;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.cloister.api.caller.PlatformLink;

/**
 * The conversation between a sender and a receiver, over a socket, which ends behind a byte of either direction because
 * one of three processes died. Whoever died does nothing more: its thread waits until the test has looked around.
 */
final class CutLink implements PlatformLink {
    /** Who dies. */
    enum Victim {
        CLIENT,
        SENDER,
        RECEIVER
    }

    /**
     * When.
     *
     * @param there bytes that still get to the receiver
     * @param back bytes that still get to the sender
     */
    record Moment(long there, long back) {
        static final Moment NEVER = new Moment(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private final SocketChannel sender;
    private final SocketChannel receiver;
    private final Victim victim;
    private final CountDownLatch lookedAround = new CountDownLatch(1);
    private final Counted there;
    private final CountedBack back;

    CutLink(Path socket, Victim victim, Moment moment) throws IOException {
        this.victim = victim;
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            sender = SocketChannel.open(address);
            receiver = server.accept();
        }
        there = new Counted(Channels.newOutputStream(sender), moment.there);
        back = new CountedBack(Channels.newInputStream(sender), moment.back);
    }

    /** How many bytes went either way. */
    Moment went() {
        return new Moment(there.written, back.read);
    }

    /** The test has looked around: whoever died comes to its end too. */
    void lookedAround() {
        lookedAround.countDown();
    }

    @Override
    public InputStream in() {
        return back;
    }

    @Override
    public OutputStream out() {
        return there;
    }

    @Override
    public void close() {
        cut();
    }

    /** What the receiver reads. */
    InputStream receives() {
        return new FilterInputStream(Channels.newInputStream(receiver)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = in.read(target, offset, length);
                if (count < 0) {
                    dead(Victim.RECEIVER);
                }
                return count;
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }
        };
    }

    /** What the receiver writes. */
    OutputStream answers() {
        return new FilterOutputStream(Channels.newOutputStream(receiver)) {
            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                try {
                    out.write(source, offset, length);
                } catch (IOException e) {
                    dead(Victim.RECEIVER);
                    throw e;
                }
            }
        };
    }

    private void cut() {
        try {
            sender.close();
        } catch (IOException e) {
            // The other side sees the end all the same
        }
    }

    private void dead(Victim who) throws IOException {
        if (victim == who) {
            try {
                lookedAround.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private IOException gone() throws IOException {
        cut();
        dead(Victim.SENDER);
        return new IOException("cut");
    }

    private final class Counted extends OutputStream {
        private final OutputStream out;
        private final long most;
        private volatile long written;

        Counted(OutputStream out, long most) {
            this.out = out;
            this.most = most;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            int goes = (int) Math.min(length, most - written);
            out.write(source, offset, goes);
            written += goes;
            if (goes < length) {
                throw gone();
            }
        }
    }

    private final class CountedBack extends InputStream {
        private final InputStream in;
        private final long most;
        private volatile long read;

        CountedBack(InputStream in, long most) {
            this.in = in;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            if (read == most) {
                throw gone();
            }
            int one = in.read();
            if (one >= 0) {
                read++;
            }
            return one;
        }
    }
}

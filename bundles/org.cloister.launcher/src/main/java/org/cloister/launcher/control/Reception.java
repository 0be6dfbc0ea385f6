// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Accepts connections and reads their commands, in one thread for all of them: silent connections cost no thread, and
 * the one that is silent longest makes room when there are too many.
 *
 * <p>Whatever goes wrong with one connection ends that connection. What goes wrong without end, as in a heap that stays
 * full, ends this thread, and with it the platform: one that is alive and deaf would never be restarted.
 */
final class Reception implements Runnable, Closeable {
    /** Most connections that have not sent their command. */
    static final int MOST_SILENT = 128;

    private static final long PAUSE_MILLIS = 100;
    private static final int MOST_FAILURES = 600;

    private final ServerSocketChannel listening;
    private final Selector selector;
    private final Duration patience;
    private final Desk desk;
    private volatile boolean closing;
    /** Since the last command that was taken. */
    private int failures;

    /** Takes a connection that has sent its command. */
    interface Desk {
        /** Carries on with a connection, which blocks, in another thread. */
        void take(SocketChannel connection, Frame first);

        /** Sends a blocking connection the reason why it is not served, and closes it. */
        void refuse(SocketChannel connection, String reason);

        /** Something failed that is not the fault of a connection. */
        void trouble(Throwable failure);
    }

    /**
     * Prepares to listen.
     *
     * @param patience for a client's whole request
     */
    Reception(ServerSocketChannel listening, Duration patience, Desk desk) throws IOException {
        this.listening = listening;
        this.patience = patience;
        this.desk = desk;
        selector = Selector.open();
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
    }

    @Override
    public void run() {
        while (!closing && failures < MOST_FAILURES) {
            try {
                round();
            } catch (Throwable failure) {
                failures++;
                desk.trouble(failure);
                pause();
            }
        }
        silent().toList().forEach(newcomer -> close(newcomer.connection()));
    }

    private void round() throws IOException {
        selector.select(wait(silent().map(PendingConnection::since).findFirst()));
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof PendingConnection newcomer) {
                read(key, newcomer);
            } else {
                accept();
            }
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        silent().filter(newcomer -> now - newcomer.since() >= patience.toNanos())
                .toList()
                .forEach(newcomer -> close(newcomer.connection()));
    }

    /** Until the first of them has been silent for too long; zero, which is for ever, without any. */
    private long wait(Optional<Long> since) {
        return since.map(began -> began + patience.toNanos() - System.nanoTime())
                .map(left -> Math.max(1, TimeUnit.NANOSECONDS.toMillis(left) + 1))
                .orElse(0L);
    }

    private Stream<PendingConnection> silent() {
        return selector.keys().stream()
                .filter(SelectionKey::isValid)
                .map(SelectionKey::attachment)
                .filter(PendingConnection.class::isInstance)
                .map(PendingConnection.class::cast)
                .sorted(Comparator.comparingLong(PendingConnection::since));
    }

    private void accept() {
        try {
            SocketChannel connection = listening.accept();
            if (connection != null) {
                welcome(connection);
            }
        } catch (ClosedChannelException e) {
            // The end of it all
        } catch (IOException e) {
            // No descriptor is left: that may pass, and sooner when one is given back
            makeRoom(0);
            pause();
        }
    }

    private void welcome(SocketChannel connection) throws IOException {
        try {
            makeRoom(MOST_SILENT - 1);
            connection.configureBlocking(false);
            connection.register(selector, SelectionKey.OP_READ, new PendingConnection(connection));
        } catch (IOException | RuntimeException | Error e) {
            close(connection);
            throw e;
        }
    }

    /** Ends the connection that has been silent longest, where more are there than may be. */
    private void makeRoom(int most) {
        List<PendingConnection> all = silent().toList();
        if (all.size() > most) {
            close(all.get(0).connection());
        }
    }

    private void read(SelectionKey key, PendingConnection newcomer) {
        SocketChannel connection = newcomer.connection();
        try {
            Optional<Frame> first = newcomer.read();
            if (first.isPresent()) {
                release(key, connection);
                desk.take(connection, first.get());
                failures = 0;
            }
        } catch (ProtocolException e) {
            refuse(key, connection, e.getMessage());
        } catch (IOException e) {
            // The client has gone
            close(connection);
        } catch (Throwable failure) {
            close(connection);
            throw failure;
        }
    }

    private void refuse(SelectionKey key, SocketChannel connection, String reason) {
        try {
            release(key, connection);
            desk.refuse(connection, reason);
        } catch (IOException e) {
            close(connection);
        }
    }

    private static void release(SelectionKey key, SocketChannel connection) throws IOException {
        key.cancel();
        connection.configureBlocking(true);
    }

    private static void close(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // Closed as far as anybody can
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Accepts no more connections, and ends those that have not sent their command. */
    @Override
    public void close() throws IOException {
        closing = true;
        selector.wakeup();
        listening.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.cloister.api.files.MadeFile;

/** Listens on a control socket and runs the commands that come, each in threads of its own. */
public final class ControlServer implements AutoCloseable {
    private static final int MOST_COMMANDS = 64;
    /** One runs a command, one listens to its client. */
    private static final int MOST_THREADS = 2 * MOST_COMMANDS;

    private static final String BUSY = "the platform is busy with " + MOST_COMMANDS + " commands; try again later";
    /** Not long: Java needs a free thread to receive the signal to end, and loses the signal without one. */
    private static final long IDLE_SECONDS = 1;

    private final MadeFile made;
    private final Path socket;
    private final Commands commands;
    private final ClientTimeouts patience;
    private final Watchdog watchdog = new Watchdog();
    private final Semaphore free = new Semaphore(MOST_COMMANDS);
    private final Set<ControlConnection> conversations = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads;
    private final Reception reception;
    private final Thread control;
    private final ConnectionFailureLog troubles = new ConnectionFailureLog();
    private volatile boolean closed;

    /** What runs commands. */
    @FunctionalInterface
    public interface Commands {
        /**
         * Runs one command; several may run at the same time.
         *
         * @return its exit code
         */
        int run(ControlRequest request, Caller caller);

        /**
         * Notified of a client whose command was not even begun.
         *
         * @param user who that is
         * @param reason as the client gets it
         */
        default void refused(String user, String reason) {}
    }

    private ControlServer(
            MadeFile made,
            Path socket,
            ServerSocketChannel listening,
            Commands commands,
            ClientTimeouts patience,
            ThreadFactory factory)
            throws IOException {
        this.made = made;
        this.socket = socket;
        this.commands = commands;
        this.patience = patience;
        threads = new ThreadPoolExecutor(
                0, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
        reception = new Reception(listening, patience.request(), new Desk());
        control = factory.newThread(reception);
        control.setName("control");
    }

    /**
     * Begins to listen.
     *
     * @param socket in a folder that only this user can enter; nothing may be there
     * @throws IOException when there can be no socket there
     */
    public static ControlServer open(Path socket, Commands commands) throws IOException {
        return open(socket, commands, ClientTimeouts.USUAL, ControlServer::thread);
    }

    static ControlServer open(Path socket, Commands commands, ClientTimeouts patience, ThreadFactory factory)
            throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(socket));
            // The folder keeps others out in the meantime
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            ControlServer server =
                    new ControlServer(MadeFile.of(socket), socket, listening, commands, patience, factory);
            server.control.start();
            return server;
        } catch (IOException | Error e) {
            listening.close();
            throw e;
        }
    }

    static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "control-command");
        thread.setDaemon(true);
        return thread;
    }

    Path socket() {
        return socket;
    }

    /** Whether nobody listens any more though nobody has closed it: nothing fixes that but another process. */
    public boolean isDeaf() {
        return !closed && !control.isAlive();
    }

    private final class Desk implements Reception.Desk {
        @Override
        public void take(SocketChannel connection, Frame first) {
            ControlConnection conversation = conversation(connection);
            if (!free.tryAcquire()) {
                conversation.refuse(BUSY);
                return;
            }
            conversations.add(conversation);
            try {
                threads.execute(() -> converse(conversation, first));
            } catch (RejectedExecutionException | Error e) {
                over(conversation);
                unable(conversation, e);
            }
        }

        @Override
        public void refuse(SocketChannel connection, String reason) {
            conversation(connection).refuse(reason);
        }

        @Override
        public void trouble(Throwable failure) {
            troubles.report(failure);
        }
    }

    private ControlConnection conversation(SocketChannel connection) {
        return new ControlConnection(
                connection, commands, watchdog, patience, work -> threads.execute(() -> attend(work)));
    }

    /** The listening thread lacks the same as all others, and reports it as seldom. */
    private void attend(Runnable listening) {
        try {
            listening.run();
        } catch (Error e) {
            troubles.report(e);
        }
    }

    private void converse(ControlConnection conversation, Frame first) {
        try {
            conversation.run(first);
        } catch (RejectedExecutionException | Error e) {
            unable(conversation, e);
        } finally {
            conversation.close();
            over(conversation);
        }
    }

    private void over(ControlConnection conversation) {
        if (conversations.remove(conversation)) {
            free.release();
        }
    }

    /** It is the platform that lacks something; the client is notified if that is still possible. */
    private void unable(ControlConnection conversation, Throwable lack) {
        if (closed) {
            conversation.refuse("the platform ends");
        } else if (lack instanceof Error) {
            troubles.report(lack);
            conversation.refuse("the platform cannot take a command at this moment (" + lack.getMessage()
                    + "); try again later, or allow it more memory (-Xmx) or threads (ulimit -u, TasksMax=)");
        } else {
            conversation.refuse(BUSY);
        }
    }

    /**
     * Takes no more commands, removes the socket, cancels the commands that are under way, and waits for them for a
     * bounded time. Closing twice is harmless.
     */
    @Override
    public void close() {
        closed = true;
        try {
            made.remove();
            reception.close();
        } catch (IOException e) {
            // Nobody listens there any more; the next server removes it
        }
        threads.shutdown();
        conversations.forEach(ControlConnection::interrupt);
        try {
            threads.awaitTermination(patience.end().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        conversations.forEach(ControlConnection::close);
        watchdog.close();
    }
}

package org.cloister.launcher.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Listens on a control socket and runs the commands that come, each in a thread of its own. */
public final class ControlServer implements AutoCloseable {
    private static final int MOST_COMMANDS = 64;
    private static final long PAUSE_MILLIS = 100;

    private final Path socket;
    private final ServerSocketChannel listening;
    private final Commands commands;
    private final Patience patience;
    private final Watchdog watchdog = new Watchdog();
    private final Semaphore free = new Semaphore(MOST_COMMANDS);
    private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> daemon(work, "control-command"));

    /** What runs commands. */
    @FunctionalInterface
    public interface Commands {
        /**
         * Runs one command; several may run at the same time.
         *
         * @param interrupted completes when it has to end early
         * @return its exit code
         */
        int run(Request request, InputStream in, PrintStream out, PrintStream err, CompletionStage<?> interrupted);
    }

    private ControlServer(Path socket, ServerSocketChannel listening, Commands commands, Patience patience) {
        this.socket = socket;
        this.listening = listening;
        this.commands = commands;
        this.patience = patience;
    }

    /**
     * Begins to listen.
     *
     * @param socket in a folder that only this user can enter; nothing may be there
     * @throws IOException when there can be no socket there
     */
    public static ControlServer open(Path socket, Commands commands) throws IOException {
        return open(socket, commands, Patience.USUAL);
    }

    static ControlServer open(Path socket, Commands commands, Patience patience) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(socket));
            // The folder keeps others out in the meantime
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            listening.close();
            throw e;
        }
        ControlServer server = new ControlServer(socket, listening, commands, patience);
        daemon(server::accept, "control").start();
        return server;
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                converse(listening.accept());
            } catch (IOException e) {
                // Closed, or this process has no descriptor left: the latter may pass
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void converse(SocketChannel connection) {
        Conversation conversation = new Conversation(connection, commands, watchdog, patience);
        if (!free.tryAcquire()) {
            conversation.refuse("the platform is busy with " + MOST_COMMANDS + " commands; try again later");
            return;
        }
        conversations.add(conversation);
        try {
            threads.execute(() -> converse(conversation));
        } catch (RejectedExecutionException closing) {
            conversation.close();
        }
    }

    private void converse(Conversation conversation) {
        try {
            conversation.run();
        } finally {
            conversations.remove(conversation);
            free.release();
        }
    }

    /**
     * Takes no more commands, removes the socket, cancels the commands that are under way, and waits for them for a bounded time.
     * Closing twice is harmless.
     */
    @Override
    public void close() {
        try {
            listening.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            // Nobody listens there any more; the next server removes it
        }
        threads.shutdown();
        conversations.forEach(Conversation::interrupt);
        try {
            threads.awaitTermination(patience.end().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        conversations.forEach(Conversation::close);
        watchdog.close();
    }
}

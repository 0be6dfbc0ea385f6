package org.cloister.launcher.control;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Closes a connection on which the other side takes too long. Channels know no timeout of their own while they block. */
final class Watchdog implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1,
            work -> {
                Thread thread = new Thread(work, "control-watchdog");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    Watchdog() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Reading or writing. */
    @FunctionalInterface
    interface Transfer<T> {
        T run() throws IOException;
    }

    /** Does something that has to end within a time; else the connection is closed, on which the transfer fails. */
    <T> T within(Duration patience, Closeable connection, Transfer<T> transfer) throws IOException {
        ScheduledFuture<?> bite = timer.schedule(() -> close(connection), patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return transfer.run();
        } finally {
            bite.cancel(false);
        }
    }

    private static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // Closed or not, nobody waits for it any more
        }
    }

    @Override
    public void close() {
        timer.shutdown();
    }
}

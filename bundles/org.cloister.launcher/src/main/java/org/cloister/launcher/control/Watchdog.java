// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher.control;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes a connection on which the other side takes too long. Channels know no timeout of their own while they block.
 */
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
        // Now, as later there may be no thread to have
        timer.prestartCoreThread();
    }

    /** Reading or writing. */
    @FunctionalInterface
    interface Transfer<T> {
        T run() throws IOException;
    }

    /**
     * Does something that has to end within a time; else the connection is closed, on which the transfer fails.
     *
     * @throws SilentException when it took too long
     */
    <T> T within(Duration patience, Closeable connection, Transfer<T> transfer) throws IOException {
        AtomicBoolean bitten = new AtomicBoolean();
        ScheduledFuture<?> bite = after(patience, () -> {
            bitten.set(true);
            close(connection);
        });
        try {
            return transfer.run();
        } catch (IOException e) {
            throw bitten.get() ? new SilentException(patience) : e;
        } finally {
            bite.cancel(false);
        }
    }

    /** Does something after a time, unless it is cancelled before. */
    ScheduledFuture<?> after(Duration time, Runnable work) {
        return timer.schedule(work, time.toMillis(), TimeUnit.MILLISECONDS);
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

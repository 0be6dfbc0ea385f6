// SPDX-License-Identifier: Apache-2.0
package org.cloister.probe.conditions;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Work that is done in a thread of its own as often as it takes, and no oftener: requests that come while it waits are
 * one. The thread is there while there is something to do. Safe for use by several threads.
 */
final class CoalescedWork<R> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CoalescedWork.class.getName());

    private final String name;
    private final Callable<R> work;
    private CompletableFuture<R> next;
    private Thread thread;
    private boolean closed;

    CoalescedWork(String name, Callable<R> work) {
        this.name = name;
        this.work = work;
    }

    /** Has it done once more; returns at once. Completes with the result of a round that begins from now on. */
    synchronized CompletableFuture<R> request() {
        if (closed) {
            CompletableFuture<R> never = new CompletableFuture<>();
            never.cancel(false);
            return never;
        }
        if (next == null) {
            next = new CompletableFuture<>();
        }
        if (thread == null) {
            thread = new Thread(this::run, name);
            thread.setDaemon(true);
            thread.start();
        }
        return next;
    }

    /** Has it done once more, and waits for the result; empty where it fails or has ended. */
    Optional<R> await() {
        try {
            return Optional.ofNullable(request().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | java.util.concurrent.CancellationException e) {
            return Optional.empty();
        }
    }

    private synchronized CompletableFuture<R> take() {
        CompletableFuture<R> taken = next;
        next = null;
        if (taken == null) {
            thread = null;
        }
        return taken;
    }

    private void run() {
        for (CompletableFuture<R> round = take(); round != null; round = take()) {
            try {
                round.complete(work.call());
            } catch (InterruptedException e) {
                round.cancel(false);
            } catch (Exception | Error e) {
                LOG.log(Level.WARNING, "{0}: {1}", name, e.toString());
                round.completeExceptionally(e);
            }
        }
    }

    /** Nothing begins any more; what is under way is interrupted. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        if (thread != null) {
            thread.interrupt();
        }
    }
}

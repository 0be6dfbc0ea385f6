// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Cancellation;

/**
 * Has a signal that ends the process cancel work first, and wait for a bounded time until it is over: on a class path a
 * process ends on the spot otherwise, and would leave half of what it was doing.
 */
final class OrderlyEnd implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 5;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;

    /** The work that such a switch ends begins now; closing says that it is over. */
    OrderlyEnd(Cancellation cancellation) {
        hook = new Thread(() -> end(cancellation), "orderly end");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void end(Cancellation cancellation) {
        cancellation.cancel();
        try {
            over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already
        }
    }
}

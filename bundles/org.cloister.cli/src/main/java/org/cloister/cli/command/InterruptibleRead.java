// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.cloister.api.Cancellation;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;

/** Work that may block for ever where Java cannot wake it, such as reading a terminal or opening a pipe. */
final class InterruptibleRead {
    private InterruptibleRead() {}

    /**
     * Does the work in a thread of its own and waits for it, but no longer than until the cancellation.
     *
     * @throws CloisterException of kind {@code CANCELLED}; the thread is left to itself then and does not keep the
     *     process alive
     */
    static <T> T call(Cancellation cancellation, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> complete(result, work), "blocking");
        thread.setDaemon(true);
        // First, so that work which is quick is not done for a caller who has cancelled already
        Cancellation.Registration registration = cancellation.onCancel(() -> result.completeExceptionally(cancelled()));
        try {
            if (!result.isDone()) {
                thread.start();
            }
            return result.join();
        } catch (CompletionException e) {
            throw unwrapped(e);
        } finally {
            registration.close();
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
        try {
            result.complete(work.get());
        } catch (Throwable failure) {
            result.completeExceptionally(failure);
        }
    }

    private static RuntimeException unwrapped(CompletionException wrapper) {
        if (wrapper.getCause() instanceof Error error) {
            throw error;
        }
        return wrapper.getCause() instanceof RuntimeException cause ? cause : wrapper;
    }

    private static CloisterException cancelled() {
        return Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the caller cancelled")
                .exception();
    }
}

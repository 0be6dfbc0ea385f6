package org.cloister.launcher;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a command end in order when the process is told to: the process waits, for a bounded time, until the command is over. */
final class Interruption {
    private static final long PATIENCE_SECONDS = 10;

    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /** A command that cleans up behind itself when it is asked to end. */
    @FunctionalInterface
    interface Command {
        int run(CompletionStage<?> asked) throws StartException;
    }

    /** Runs a command that the end of the process waits for; returns its exit code. */
    static int guard(Command command) throws StartException {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(new Thread(interruption::set, "interruption"));
        try {
            return command.run(interruption.asked());
        } finally {
            interruption.over();
        }
    }

    /** Asks for the end and waits for it. Harmless when the command is over. */
    void set() {
        asked.complete(null);
        try {
            over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Completes when the command has to end. */
    CompletionStage<Void> asked() {
        return asked;
    }

    /** The command has ended, and with it all it had. */
    void over() {
        over.countDown();
    }
}

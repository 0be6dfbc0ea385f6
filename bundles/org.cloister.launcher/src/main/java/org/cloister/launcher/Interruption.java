// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Lets a command end in order when the process gets a signal to end: the process waits, for a bounded time, until the
 * command is over.
 */
final class Interruption {
    private static final long COMMAND_SECONDS = 10;
    private static final long SERVICE_SECONDS = 60;
    /** Leaves the exit code to the signal. */
    private static final IntConsumer SIGNAL = code -> {};

    private final long patienceSeconds;
    private final IntConsumer end;
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile int exitCode;

    private Interruption(long patienceSeconds, IntConsumer end) {
        this.patienceSeconds = patienceSeconds;
        this.end = end;
    }

    /** The interruption of a command, which ends with the signal's number. */
    static Interruption ofCommand() {
        return new Interruption(COMMAND_SECONDS, SIGNAL);
    }

    /**
     * The interruption of a service, for which it is the usual end.
     *
     * @param end ends the process with the exit code of the service
     */
    static Interruption ofService(IntConsumer end) {
        return new Interruption(SERVICE_SECONDS, end);
    }

    /** A command that cleans up behind itself when it is asked to end. */
    @FunctionalInterface
    interface Command {
        int run(CompletionStage<?> asked) throws StartException;
    }

    /** Runs a command that the end of the process waits for; returns its exit code. */
    static int guard(Command command) throws StartException {
        return ofCommand().run(command);
    }

    /** As {@link #guard} for a service: the process ends with its exit code then, not with the signal's number. */
    static int service(Command command) throws StartException {
        // Only halting sets another exit code than that of the signal
        return ofService(Runtime.getRuntime()::halt).run(command);
    }

    /** See {@link #guard}. */
    int run(Command command) throws StartException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::set, "interruption"));
        // For what ends in no exit code and no reason
        int code = Main.DEFECT;
        try {
            code = command.run(asked);
            return code;
        } catch (StartException e) {
            code = e.code();
            throw e;
        } catch (RuntimeException | Error e) {
            // Reported before the end, as the thread that waits for the end halts the process
            e.printStackTrace();
            return code;
        } finally {
            over(code);
        }
    }

    /** Asks for the end and waits for it. Harmless when the command is over. */
    void set() {
        asked.complete(null);
        try {
            if (over.await(patienceSeconds, TimeUnit.SECONDS)) {
                end.accept(exitCode);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Completes when the command has to end. */
    CompletionStage<Void> asked() {
        return asked;
    }

    /** The command has ended with this exit code, and with it all it had. */
    void over(int code) {
        exitCode = code;
        over.countDown();
    }
}

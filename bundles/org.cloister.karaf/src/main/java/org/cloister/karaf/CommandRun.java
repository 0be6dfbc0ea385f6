// SPDX-License-Identifier: Apache-2.0
package org.cloister.karaf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.ToIntFunction;
import org.apache.felix.service.command.Process;
import org.apache.karaf.shell.api.console.Session;

/**
 * A command under way. It has a thread of its own: what Karaf interrupts at Ctrl-C, and when a client goes away, is the
 * thread of the shell, and the command is then told to end in order.
 */
record CommandRun(Session session, Process process, ToIntFunction<Map<String, Object>> entry) {
    /** The exit code. */
    int of(String name, List<Object> words) {
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        List<String> arguments = new ArrayList<>(List.of(name));
        words.forEach(word -> arguments.add(Words.asTyped(name, word)));
        Map<String, Object> call = Map.of(
                "arguments", arguments,
                "folder", session.currentDir().toString(),
                "in", process.in(),
                "out", process.out(),
                "err", process.err(),
                "interactive", process.isTty(2),
                "interrupted", interrupted);
        FutureTask<Integer> run = new FutureTask<>(() -> entry.applyAsInt(call));
        Thread thread = new Thread(run, KarafCommand.SCOPE + ":" + name);
        thread.setDaemon(true);
        thread.start();
        return ended(run, interrupted);
    }

    private static int ended(FutureTask<Integer> run, CompletableFuture<Void> interrupted) {
        while (true) {
            try {
                return run.get();
            } catch (InterruptedException e) {
                interrupted.complete(null);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}

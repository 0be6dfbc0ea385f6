// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.cloister.cli.CommandEntry;

/** The commands as a process of their own, for what one process cannot show: modules, signals, environments. */
public final class CommandProcess {
    private CommandProcess() {}

    public static void main(String[] arguments) {
        System.exit(new CommandEntry()
                .applyAsInt(Map.of(
                        "arguments",
                        List.of(arguments),
                        "folder",
                        "",
                        "in",
                        System.in,
                        "out",
                        System.out,
                        "err",
                        System.err,
                        "interactive",
                        false,
                        "interrupted",
                        new CompletableFuture<Void>())));
    }

    /** Such a process, not started yet; what it writes is discarded. */
    public static ProcessBuilder process(List<String> java, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(java);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), CommandProcess.class.getName()));
        words.addAll(arguments);
        return new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    /** Ends a process by SIGTERM: a shell may have taught its background jobs to ignore SIGINT; its exit code. */
    public static int terminate(Process process) throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.kit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cloister.api.Cancellation;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.report.KitBundle;

/**
 * Tests one bundle in a process of its own, which ends when the bundle's time is over or its memory is full.
 *
 * @param installation what it is tested with
 * @param storage a folder for what the process stores
 * @param only names of the checks that are wanted; all where it is empty
 * @param call how long one call into the bundle may take
 * @param whole how long the process may take
 */
public record KitRun(KitInstallation installation, Path storage, List<String> only, Duration call, Duration whole) {
    private static final String MAIN = "org.cloister.tck.process.KitProcess";
    private static final String HEAP = "-Xmx512m";

    /**
     * Tests a bundle.
     *
     * @param beside all that are installed with it; it may be one of them
     */
    public KitBundle of(VendorBundle bundle, List<VendorBundle> beside, Cancellation cancellation) {
        KitLines lines = new KitLines(bundle.name());
        Process process = started(bundle.before(beside));
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture.delayedExecutor(whole.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> late.set(end(process)));
        LastLines said = LastLines.of(process);
        try (Cancellation.Registration cancelled = cancellation.onCancel(() -> end(process))) {
            read(process, lines, said);
            if (cancellation.isCancelled()) {
                throw Problem.cancelled(ProblemCodes.CALL_CANCELLED, "the caller cancelled")
                        .exception();
            }
            if (!lines.isDone()) {
                lines.ended(ending(process, late.get(), said));
            }
        } finally {
            end(process);
        }
        return lines.bundle()
                .orElseThrow(() -> Problem.operation(CliCodes.TCK_PROCESS, "nothing was tested")
                        .at(bundle.name())
                        .found("a process that ended before" + said.text())
                        .exception());
    }

    /** To the last line that counts, and not to the end: what the bundle started may hold that open. */
    private static void read(Process process, KitLines lines, LastLines said) {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = lines.isDone() ? null : reader.readLine()) {
                if (!lines.take(line)) {
                    said.add(line);
                }
            }
        } catch (IOException e) {
            throw Problem.operation(CliCodes.TCK_PROCESS, "what a process says cannot be read")
                    .found(e)
                    .exception(e);
        }
    }

    private String ending(Process process, boolean late, LastLines said) {
        if (late) {
            return "the process was ended after " + whole.toMillis() + " ms, while this went on";
        }
        int code = process.onExit().join().exitValue();
        return "the process ended with code " + code + " while this went on" + said.text();
    }

    /** Whether it had to be ended; what it started ends with it. */
    private static boolean end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        boolean alive = process.isAlive();
        process.destroyForcibly();
        return alive;
    }

    private Process started(List<Path> jars) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Duser.language=en",
                "-Dfile.encoding=UTF-8",
                "-Djava.io.tmpdir=" + storage,
                "-cp",
                installation.kit() + File.pathSeparator + installation.framework(),
                MAIN,
                storage.resolve("framework").toString(),
                Long.toString(call.toMillis()),
                only.isEmpty() ? "-" : String.join(",", only),
                installation.doctor().toString(),
                jars.get(0).toString(),
                installation.kit().toString()));
        jars.stream().skip(1).map(Path::toString).forEach(words::add);
        installation.bundles().stream().map(Path::toString).forEach(words::add);
        try {
            return new ProcessBuilder(words)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .start();
        } catch (IOException e) {
            throw Problem.operation(CliCodes.TCK_PROCESS, "no process can be started")
                    .found(e)
                    .exception(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.benchmarks.guests;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Core as it is but for its threads: every task is done by who gives it, and every call is made straight in there.
 * Nothing that hangs is left behind, so this is for comparing alone.
 */
final class StraightCore {
    private static final String CORE = "org.cloister.core.jar";
    private static final String PLACE = "org/cloister/core/guard/";
    private static final String WORKERS = """
            package org.cloister.core.guard;

            import java.util.Arrays;
import java.util.List;

            /** No threads. */
            final class Workers {
                static final long IDLE_NANOS = 1;

                ShortWaits waits() {
                    return new ShortWaits(0);
                }

                /** Who is not bounded would ask again, and never come to an end. */
                void begin(String bundle, Task<?> task) {
                    if (GuardedCalls.bounded()) {
                        task.run();
                    } else {
                        Thread thread = new BoundedThread(task::run, "straight");
                        thread.start();
                        try {
                            thread.join();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                }

                boolean takesBack(Worker worker) {
                    return false;
                }

                boolean withdraws(Worker worker) {
                    return true;
                }

                void went(Vendor vendor) {
                    vendor.leave();
                }

                void left(Overrun overrun) {}

                void cameBack(Overrun overrun) {}

                List<Overrun> stuck() {
                    return List.of();
                }

                void close() {}
            }
            """;

    private StraightCore() {}

    /** Copies the bundles, core changed, into a folder inside the given one. */
    static Path beside(Path bundles, Path folder) throws IOException {
        Path copies = Files.createDirectories(folder.resolve("straight"));
        try (Stream<Path> jars = Files.list(bundles)) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.copy(jar, copies.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path compiled = compile(copies, folder);
        try (FileSystem core = FileSystems.newFileSystem(copies.resolve(CORE))) {
            Files.copy(compiled, core.getPath(PLACE + "Workers.class"), StandardCopyOption.REPLACE_EXISTING);
        }
        return copies;
    }

    /** A thread in which that core calls vendors straight, as it does where somebody else bounds their time. */
    static Thread thread(BundleContext context, Runnable work) throws ReflectiveOperationException {
        Bundle core = Arrays.stream(context.getBundles())
                .filter(bundle -> "org.cloister.core".equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        return (Thread) core.loadClass("org.cloister.core.guard.BoundedThread")
                .getConstructor(Runnable.class, String.class)
                .newInstance(work, "launches");
    }

    private static Path compile(Path bundles, Path folder) throws IOException {
        Path source = Files.writeString(folder.resolve("Workers.java"), WORKERS);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            String path = bundles.resolve(CORE) + ":" + bundles.resolve("org.cloister.api.jar");
            List<String> options = List.of("--release", "17", "-cp", path, "-d", folder.toString());
            if (!compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(source))
                    .call()) {
                throw new IllegalStateException("core's threads cannot be replaced");
            }
        }
        return folder.resolve(PLACE + "Workers.class");
    }
}

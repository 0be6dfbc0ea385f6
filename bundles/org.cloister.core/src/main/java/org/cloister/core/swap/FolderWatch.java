// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.files.TrustedPath;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.api.operate.SwapReport;
import org.cloister.core.codes.CoreCodes;
import org.cloister.core.doctor.FoundProblems;
import org.osgi.framework.BundleContext;

/**
 * Swaps in what comes into a folder, the oldest file first, and keeps there what was swapped in from elsewhere. So the
 * folder says after a restart what has to serve, and of several files for one type the last that was written wins.
 */
final class FolderWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FolderWatch.class.getName());
    /** A file that has not changed for so long is complete. */
    private static final long QUIET_MILLIS = 300;

    private final Path folder;
    private final SwapService keeper;
    private final Consumer<BackendJar> admission;
    private final boolean canary;
    private final Set<String> accept;
    private final KeptJars kept;
    private final WatchService watch;
    private final BundleStarts starts;
    private final Map<Path, Stamp> handled = new HashMap<>();
    private final Map<Stamp, Integer> waiting = new HashMap<>();
    private final Map<Path, Problem> refused = new ConcurrentSkipListMap<>();
    private String lack = "";

    /**
     * Begins to watch.
     *
     * @param admission refuses what is not swapped in from here
     */
    FolderWatch(
            BundleContext context,
            Path folder,
            SwapService keeper,
            Consumer<BackendJar> admission,
            boolean canary,
            Set<String> accept)
            throws IOException {
        starts = new BundleStarts(context);
        this.folder = folder.toAbsolutePath();
        this.keeper = keeper;
        this.admission = admission;
        this.canary = canary;
        this.accept = accept;
        kept = new KeptJars(this.folder);
        watch = folder.getFileSystem().newWatchService();
        folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        keeper.listen(kept);
        Thread thread = new Thread(this::follow, "watch of backends");
        thread.setDaemon(true);
        thread.start();
    }

    /** By which a change of a file is seen. */
    private record Stamp(Path file, long size, FileTime modified, Object changed) {
        static Stamp of(Path file) {
            try {
                return new Stamp(file, Files.size(file), Files.getLastModifiedTime(file), changed(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Of owner and mode too, where these are known. */
        private static Object changed(Path file) throws IOException {
            return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                    ? Files.getAttribute(file, "unix:ctime")
                    : "";
        }

        boolean quiet() {
            return System.currentTimeMillis() - modified.toMillis() >= QUIET_MILLIS;
        }
    }

    private void follow() {
        try {
            boolean settled = look();
            while (true) {
                WatchKey key = settled ? watch.take() : watch.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    if (!key.reset()) {
                        LOG.log(Level.WARNING, "{0} is gone and not watched any more", folder);
                        return;
                    }
                }
                settled = look();
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // The end of the watch
        }
    }

    /** One look that fails, as in a full heap, is made again: nobody else would take up what comes into the folder. */
    private boolean look() {
        try {
            return scan();
        } catch (Error e) {
            if (!e.toString().equals(lack)) {
                lack = e.toString();
                LOG.log(Level.WARNING, "a look into the folder of backends failed and is made again: {0}", lack);
            }
            return false;
        }
    }

    /** Looks at all files; false when it has to be done again though nothing happens in the folder. */
    private boolean scan() {
        boolean settled = true;
        for (Stamp stamp : stamps()) {
            settled &= stamp.equals(handled.get(stamp.file())) || handled(stamp);
        }
        return settled;
    }

    private boolean handled(Stamp stamp) {
        // Either may let in what was refused
        int now = starts.count() + keeper.changes();
        if (!stamp.quiet()
                || !starts.quiet(QUIET_MILLIS)
                || Integer.valueOf(now).equals(waiting.get(stamp))) {
            return false;
        }
        switch (handle(stamp.file())) {
            case DONE -> {
                handled.put(stamp.file(), stamp);
                waiting.clear();
                return true;
            }
            case NEEDS_A_BUNDLE -> waiting.put(stamp, now);
            case BUSY -> waiting.remove(stamp);
        }
        return false;
    }

    private enum Result {
        /** Whether it serves now or never will. */
        DONE,
        /** Something was missing that may come. */
        NEEDS_A_BUNDLE,
        /** Another swap was under way. */
        BUSY
    }

    private List<Stamp> stamps() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .map(Stamp::of)
                    .sorted(Comparator.comparing(Stamp::modified).thenComparing(Stamp::file))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "the folder of backends cannot be read: {0}", e.toString());
            return List.of();
        }
    }

    /** Which files are not swapped in now, and why. */
    List<Diagnosis> findings() {
        return refused.entrySet().stream()
                .filter(one -> Files.exists(one.getKey()))
                .map(one -> FoundProblems.warning(
                        Kind.FILE, one.getKey().toString(), "this file is not swapped in", one.getValue()))
                .toList();
    }

    /** The file is the finding's subject already. */
    private static Problem withoutPlace(Path file, Problem problem) {
        return file.toString().equals(problem.where()) ? problem.at(null) : problem;
    }

    private Result handle(Path file) {
        try {
            refused.remove(file);
            TrustedPath.requireFile(file);
            BackendJar jar = BackendJar.read(file);
            if (!keeper.serves(jar)) {
                admission.accept(jar);
                swap(jar);
            }
            return Result.DONE;
        } catch (CloisterException e) {
            if (e.problem().code().equals(CoreCodes.SWAP_BUSY)) {
                return Result.BUSY;
            }
            refused.put(file, withoutPlace(file, e.problem()));
            LOG.log(
                    Level.WARNING,
                    "{0} is not swapped in: {1}",
                    file,
                    e.problem().message());
            return mayCome(e.problem()) ? Result.NEEDS_A_BUNDLE : Result.DONE;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "{0} is not swapped in: {1}", file, e.toString());
            return Result.DONE;
        }
    }

    /** While a framework starts, not everything is there yet. */
    private static boolean mayCome(Problem problem) {
        return problem.kind() == Problem.Kind.HOST && !problem.code().startsWith(ProblemCodes.FILES_FAMILY)
                || problem.code().equals(CoreCodes.SWAP_UNRESOLVED)
                || problem.code().equals(CoreCodes.SWAP_INACTIVE);
    }

    private void swap(BackendJar jar) {
        SwapReport report = keeper.swap(jar, canary, accept);
        report.notes().forEach(note -> LOG.log(Level.INFO, "{0}: {1}", jar, note));
    }

    @Override
    public void close() {
        keeper.unlisten(kept);
        starts.close();
        try {
            watch.close();
        } catch (IOException e) {
            LOG.log(Level.INFO, "the watch of backends does not close: {0}", e.getMessage());
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.files.NewFile;
import org.cloister.api.files.PrivateFolder;
import org.cloister.api.files.TrustedPath;
import org.cloister.api.operate.Diagnosis;
import org.cloister.api.operate.Diagnosis.Kind;
import org.cloister.core.doctor.Finder;
import org.cloister.core.doctor.FoundProblems;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Watches a folder for backends, where one is configured: a file that comes or changes is swapped in, never updated in
 * place. Where none is, what is swapped in is kept all the same, for the next start ({@link KeptFolder}).
 */
@Component(immediate = true, service = Finder.class, configurationPid = BackendPins.PID)
public final class BackendFolder implements Finder {
    /** The framework's property that names the folder. */
    static final String PROPERTY = "cloister.backends";

    private static final System.Logger LOG = System.getLogger(BackendFolder.class.getName());

    private final SwapService keeper;
    private final Optional<FolderWatch> watch;
    private final Optional<KeptJars> keeping;
    private final List<Diagnosis> refused = new ArrayList<>();

    /** Begins to watch. */
    @Activate
    public BackendFolder(
            BundleContext context, BackendFolderConfiguration configuration, @Reference SwapService keeper) {
        String configured = configuration.folder();
        String named = configured.isEmpty()
                ? Optional.ofNullable(context.getProperty(PROPERTY)).orElse("")
                : configured;
        this.keeper = keeper;
        Optional<Path> unnamed = named.isEmpty() ? KeptFolder.of(context) : Optional.empty();
        Optional<Path> folder = named.isEmpty()
                ? unnamed.filter(KeptFolder::hasSwaps).flatMap(kept -> watch(kept.toString(), false))
                : watch(named, !configured.isEmpty());
        watch = folder.flatMap(there ->
                watch(context, there, configuration, named.isEmpty() ? jar -> keeper.requireNotOlder(jar) : jar -> {}));
        keeping = watch.isPresent() ? Optional.empty() : unnamed.map(KeptJars::new);
        keeping.ifPresent(jars -> keeper.listen(jars));
    }

    /** The folder, once nobody else could have filled it; the one of the program's own is made. */
    private Optional<Path> watch(String named, boolean configured) {
        try {
            Path folder = Path.of(named);
            if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                TrustedPath.requireFolder(folder);
            } else if (configured) {
                throw missing(folder);
            } else {
                PrivateFolder.make(folder);
            }
            NewFile.tidy(folder);
            return Optional.of(folder);
        } catch (CloisterException e) {
            refuse(e.problem());
        } catch (InvalidPathException e) {
            refuse(Problem.host(ProblemCodes.FILES_MISSING, "this is not a valid path")
                    .at(named));
        }
        return Optional.empty();
    }

    /** What is configured and not there may be a slip, which nobody would notice if the folder was made. */
    private static CloisterException missing(Path folder) {
        return Problem.host(ProblemCodes.FILES_MISSING, "the folder of backends is not there")
                .at(folder.toString())
                .remedy("make it (mkdir -m 0700 " + folder + ") and start anew, or correct folder in configuration "
                        + BackendPins.PID)
                .exception();
    }

    private Optional<FolderWatch> watch(
            BundleContext context,
            Path folder,
            BackendFolderConfiguration configuration,
            Consumer<BackendJar> admission) {
        try {
            return Optional.of(new FolderWatch(
                    context, folder, keeper, admission, configuration.canary(), Set.of(configuration.accept())));
        } catch (IOException e) {
            refuse(Problem.host(ProblemCodes.FILES_IO, "the folder of backends cannot be watched")
                    .at(folder.toString())
                    .found(e));
            return Optional.empty();
        }
    }

    private void refuse(Problem problem) {
        LOG.log(Level.ERROR, "no folder of backends is watched: {0}", problem.message());
        refused.add(FoundProblems.warning(Kind.SETTINGS, BackendPins.PID, "no folder of backends is watched", problem));
    }

    @Override
    public List<Diagnosis> findings() {
        return watch.map(FolderWatch::findings).orElse(refused);
    }

    /** Ends the watch. */
    @Deactivate
    public void close() {
        watch.ifPresent(FolderWatch::close);
        keeping.ifPresent(jars -> keeper.unlisten(jars));
    }
}

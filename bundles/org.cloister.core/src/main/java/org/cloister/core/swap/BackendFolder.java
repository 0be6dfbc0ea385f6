// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.swap;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.cloister.api.CloisterException;
import org.cloister.api.files.NewFile;
import org.cloister.api.files.PrivateFolder;
import org.cloister.api.files.TrustedPath;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Watches a folder for backends, where one is configured: a file that comes or changes is swapped in, never updated in
 * place.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = "org.cloister.core.backends")
public final class BackendFolder {
    /** The framework's property that names the folder. */
    static final String PROPERTY = "cloister.backends";

    private static final System.Logger LOG = System.getLogger(BackendFolder.class.getName());

    private final Optional<FolderWatch> watch;

    /** Begins to watch. */
    @Activate
    public BackendFolder(
            BundleContext context, BackendFolderConfiguration configuration, @Reference SwapService keeper) {
        watch = Optional.of(configuration.folder())
                .filter(named -> !named.isEmpty())
                .or(() -> Optional.ofNullable(context.getProperty(PROPERTY)).filter(named -> !named.isEmpty()))
                .flatMap(folder -> watch(context, folder, configuration, keeper));
    }

    private static Optional<FolderWatch> watch(
            BundleContext context, String named, BackendFolderConfiguration configuration, SwapService keeper) {
        try {
            Path folder = Path.of(named);
            requireTrusted(folder);
            NewFile.tidy(folder);
            return Optional.of(
                    new FolderWatch(context, folder, keeper, configuration.canary(), Set.of(configuration.accept())));
        } catch (CloisterException e) {
            LOG.log(
                    Level.ERROR,
                    "no folder of backends is watched: {0}",
                    e.problem().message());
        } catch (IOException | InvalidPathException e) {
            LOG.log(Level.ERROR, "no folder of backends is watched: {0}", e.toString());
        }
        return Optional.empty();
    }

    /** What is in it runs with all rights of this process. */
    private static void requireTrusted(Path folder) {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            TrustedPath.requireFolder(folder);
        } else {
            PrivateFolder.make(folder);
        }
    }

    /** Ends the watch. */
    @Deactivate
    public void close() {
        watch.ifPresent(FolderWatch::close);
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.api.files.TrustedPath;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.core.codes.CoreCodes;

/**
 * The folders that settings come from.
 *
 * @param named as the framework's property names them: one, or several with commas
 */
record SettingsFolders(String named) {
    private static final int MOST_FILES = 256;

    /**
     * What lies in them.
     *
     * @param files settings, by their paths
     * @param refused files that are meant as settings but not read
     * @param whole whether the folders themselves can be used; else nothing is known of any file
     */
    record Listing(List<Found> files, List<RefusedSetting> refused, boolean whole) {}

    /** A file of settings. */
    record Found(Path path, FileName name) {}

    /** Looks into all of them. */
    Listing look(Set<String> known) {
        List<Found> files = new ArrayList<>();
        List<RefusedSetting> refused = new ArrayList<>();
        boolean whole = true;
        if (named.isBlank()) {
            refused.add(RefusedSetting.file(
                    FileSettings.FOLDER,
                    Problem.host(CoreCodes.SETTINGS_FOLDER, "no folder of settings is named")
                            .remedy("name one, and be it empty")));
            whole = false;
        }
        for (Path folder : paths(refused)) {
            try {
                look(folder, known, files, refused);
            } catch (CloisterException e) {
                refused.add(RefusedSetting.file(folder.toString(), ofFolder(e.problem())));
                whole = false;
            } catch (IOException | DirectoryIteratorException e) {
                IOException cause =
                        e instanceof DirectoryIteratorException wrapped ? wrapped.getCause() : (IOException) e;
                refused.add(RefusedSetting.file(folder.toString(), SettingsFile.unreadable(cause)));
                whole = false;
            }
        }
        return new Listing(files, refused, whole && refused.stream().noneMatch(SettingsFolders::noPath));
    }

    private static boolean noPath(RefusedSetting refused) {
        return refused.problem().code().equals(CoreCodes.SETTINGS_FOLDER);
    }

    private static Problem ofFolder(Problem problem) {
        return problem.code().equals(ProblemCodes.FILES_MISSING)
                ? problem.remedy("make it, and be it empty, or name another with -D" + FileSettings.FOLDER)
                : problem;
    }

    /** A comma parts folders, unless there is one of just that name. */
    private List<Path> paths(List<RefusedSetting> refused) {
        List<Path> paths = new ArrayList<>();
        if (named.isBlank() || isPath(named) && Files.exists(Path.of(named))) {
            return named.isBlank() ? paths : List.of(Path.of(named).toAbsolutePath());
        }
        for (String part : named.split(",")) {
            if (part.isBlank() || !isPath(part.strip())) {
                refused.add(RefusedSetting.file(
                        FileSettings.FOLDER,
                        Problem.host(CoreCodes.SETTINGS_FOLDER, "this names no folder")
                                .found(named)));
            } else {
                paths.add(Path.of(part.strip()).toAbsolutePath());
            }
        }
        return paths;
    }

    private static boolean isPath(String text) {
        try {
            return !Path.of(text).toString().isEmpty();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static void look(Path folder, Set<String> known, List<Found> files, List<RefusedSetting> refused)
            throws IOException {
        TrustedPath.requireFolder(folder);
        Set<Path> entries = entries(folder);
        Set<String> names =
                entries.stream().map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        for (Path path : entries) {
            FileName name = FileName.of(path.getFileName().toString(), known, names);
            boolean folderOfOthers = !known.contains(name.pid()) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            switch (name.kind()) {
                case SETTINGS -> {
                    if (!folderOfOthers) {
                        files.add(new Found(path, name));
                    }
                }
                case MISNAMED -> refused.add(misnamed(path, known));
                case OTHER -> {}
            }
        }
    }

    private static RefusedSetting misnamed(Path path, Set<String> known) {
        String name = path.getFileName().toString();
        return RefusedSetting.file(
                path.toString(),
                Problem.host(CoreCodes.SETTINGS_NAME, "nobody reads a file of this name")
                        .remedy(FileName.nearest(name, known) + " Rename it, or move it away"));
    }

    private static Set<Path> entries(Path folder) throws IOException {
        Set<Path> entries = new TreeSet<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                entries.add(path);
                if (entries.size() > MOST_FILES) {
                    throw Problem.host(
                                    CoreCodes.SETTINGS_FOLDER_SIZE, "there are too many files for a folder of settings")
                            .expected("at most " + MOST_FILES)
                            .exception();
                }
            }
        }
        return entries;
    }
}

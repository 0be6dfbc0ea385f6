// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.cloister.api.CloisterException;
import org.cloister.api.Problem;
import org.cloister.api.caller.CallerFiles;
import org.cloister.api.files.PrivateFolder;
import org.cloister.api.guest.Image;
import org.cloister.cli.codes.CliCodes;
import org.cloister.cli.session.CommandContext;

/**
 * A bundle of the caller's that is handed on as a file: always a copy of this platform's own, which nobody else can
 * change meanwhile.
 */
final class BundleFile {
    private static final int MOST_MEBIBYTES = 64;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
    private static final String OTHERWISE = "bundle.jar";

    private final CommandContext session;

    BundleFile(CommandContext session) {
        this.session = session;
    }

    /**
     * Does something with a copy that is there for that long.
     *
     * @param name a file name, or {@code -} for standard input; see {@link CallerFiles}
     */
    <T> T with(String name, Function<Path, T> work) {
        Image jar = new InputFiles(session).read("JAR", name, MOST_MEBIBYTES);
        PrivateFolder folder = temporary();
        String own = copied(name);
        Path copy = folder.path().resolve(own);
        try {
            folder.create(own, jar.content().toArray());
            return work.apply(copy);
        } catch (CloisterException e) {
            throw inTheCallersWords(e, copy, jar.name());
        } finally {
            folder.delete();
        }
    }

    /** The copy keeps the last part of a plain name, by which logs and the record name it. */
    private static String copied(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        return PLAIN.matcher(last).matches() ? last : OTHERWISE;
    }

    private static CloisterException inTheCallersWords(CloisterException told, Path copy, String name) {
        Problem problem = told.problem();
        return copy.toString().equals(problem.where()) ? problem.at(name).exception(told) : told;
    }

    private static PrivateFolder temporary() {
        try {
            return PrivateFolder.temporary("cloister-swap-");
        } catch (CloisterException e) {
            throw Problem.host(CliCodes.FILE_TEMPORARY, "there is no place for a temporary file")
                    .found(e.problem().message())
                    .remedy("set -Djava.io.tmpdir in CLOISTER_OPTS")
                    .exception(e);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.launcher;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.cloister.api.CloisterException;
import org.cloister.api.ProblemCodes;
import org.cloister.launcher.record.Record;
import org.cloister.launcher.record.RecordFile;

/** Where the record of a platform lies. */
final class RecordPlace {
    private static final String NAME = "record.jsonl";

    private RecordPlace() {}

    /**
     * Opens the record: the file that is named, else one in the folder that the service manager gives for logs, else
     * one in the run folder. Where standard error goes to the journal, each line goes there too.
     */
    static Record open(Optional<String> named, Map<String, String> environment, RunFolder folder)
            throws StartException {
        boolean journal = environment.containsKey("JOURNAL_STREAM");
        try {
            return new Record(
                    RecordFile.open(path(named, environment, folder), line -> System.err.println("cloister: " + line)),
                    journal ? Optional.of(System.err) : Optional.empty(),
                    Clock.systemUTC());
        } catch (InvalidPathException e) {
            throw new StartException("--record: '" + named.orElse("") + "' names no file");
        } catch (CloisterException e) {
            String remedy = e.problem().code().equals(ProblemCodes.FILES_MISSING)
                    ? "; make its folder first, with mode 0700"
                    : "";
            throw new StartException("the record: " + e.problem().message() + remedy);
        }
    }

    private static Path path(Optional<String> named, Map<String, String> environment, RunFolder folder) {
        return named.map(name -> Path.of(name).toAbsolutePath())
                .or(() -> Optional.ofNullable(environment.get("LOGS_DIRECTORY"))
                        // Several are separated by colons (systemd.exec)
                        .map(folders -> folders.split(":", 2)[0])
                        .filter(Predicate.not(String::isEmpty))
                        .map(logs -> Path.of(logs, NAME)))
                .orElseGet(() -> folder.path().resolve(NAME));
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.ProblemCodes;
import org.cloister.cli.session.CommandContext;
import org.cloister.cli.value.TimeSpan;
import org.cloister.owner.fetch.CertificateFetcher;
import org.cloister.owner.fetch.FetchClock;
import org.cloister.owner.fetch.FetchSettings;
import org.cloister.owner.fetch.ProxyChoice;
import org.cloister.owner.verify.Roots;

/** From where certificates are fetched, and how long that may take. */
final class FetchOptions implements OptionGroup {
    private final OptionRows rows = new OptionRows();
    private final OptionRow<String> cache = rows.text(
            "--cache", "FOLDER", "Where fetched certificates are kept; cloister/kds in the user's cache by default.");
    private final OptionRow<String> mirror = rows.text(
            "--mirror",
            "URL",
            "Ask this service, which has the paths of AMD's, or take from a folder, as file:///srv/kds.");
    private final OptionRow<Boolean> offline = rows.flag("--offline", "Ask the cache and nothing else.");
    private final OptionRow<Duration> timeout = rows.text(
                    "--timeout", "TIME", "How long fetching may take, as 30s or 5m; 2m by default.")
            .as(Duration.class, new TimeSpan());

    /** Whether one of them was given. */
    boolean given() {
        return cache.value() != null || mirror.value() != null || offline.value() || timeout.value() != null;
    }

    /** What fetches as they say, ends when the command is cancelled, and shows on a terminal what it waits for. */
    CertificateFetcher fetcher(CommandContext session, Roots roots) {
        return new CertificateFetcher(
                settings(session),
                roots,
                List.of(),
                new WaitingClock(FetchClock.system(), session.streams()),
                Limits.of(session.cancellation()));
    }

    private FetchSettings settings(CommandContext session) {
        return new FetchSettings(
                folder(session),
                Optional.ofNullable(mirror.value()).map(FetchSettings::mirror),
                offline.value(),
                timeout.value() == null ? FetchSettings.TIMEOUT : timeout.value(),
                ProxyChoice.of(System.getenv(), System.getProperties()));
    }

    private Path folder(CommandContext session) {
        if (cache.value() == null) {
            return FetchSettings.defaultCache(System.getenv());
        }
        try {
            return session.folder().resolve(cache.value());
        } catch (InvalidPathException e) {
            throw Problem.input(ProblemCodes.FILE_NAME, "this is not a file name")
                    .at("--cache")
                    .exception(e);
        }
    }

    @Override
    public OptionRows rows() {
        return rows;
    }
}

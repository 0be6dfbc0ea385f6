// SPDX-License-Identifier: Apache-2.0
package org.cloister.core.settings.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.cloister.api.settings.RefusedSetting;
import org.cloister.api.settings.SettingsException;

/** Reads files that are not being written: half a file of rules is a good file with fewer rules. */
final class StillFiles {
    /** A file that did not change for so long was written to its end. */
    static final Duration STILL = Duration.ofSeconds(1);

    private static final long ROUND_MILLIS = 125;

    private final UnaryOperator<String> properties;
    private final InstantSource clock;
    private final Map<Path, Seen> seen = new HashMap<>();
    private final Map<Path, Known> known = new HashMap<>();

    StillFiles(UnaryOperator<String> properties, InstantSource clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /** A state of a file, and since when it is seen. */
    private record Seen(Stamp stamp, Instant since) {}

    /** What a state of a file says. */
    private record Known(Stamp stamp, Entries entries) {}

    /**
     * A look at a file.
     *
     * @param settled whether it can be judged; not while it is being written, or was just taken away
     * @param content what it says, where it can be read
     * @param refused why not, otherwise
     */
    record Look(boolean settled, Optional<Content> content, List<RefusedSetting> refused) {
        static final Look WAIT = new Look(false, Optional.empty(), List.of());
    }

    /** Forgets all files but these. */
    void retain(Collection<Path> there) {
        seen.keySet().retainAll(there);
        known.keySet().retainAll(there);
    }

    Look at(SettingsFolders.Found file) {
        try {
            Stamp stamp = Stamp.of(file.path());
            Known before = known.get(file.path());
            if (before != null && before.stamp().equals(stamp)) {
                return content(file, before.entries());
            }
            return isStill(file.path(), stamp) ? read(file, stamp) : Look.WAIT;
        } catch (NoSuchFileException e) {
            return Look.WAIT;
        } catch (IOException e) {
            return refused(List.of(RefusedSetting.file(file.path().toString(), SettingsFile.unreadable(e))));
        }
    }

    private Look read(SettingsFolders.Found file, Stamp stamp) throws IOException {
        try {
            Entries entries = SettingsFile.read(file.path(), properties);
            if (!Stamp.of(file.path()).equals(stamp)) {
                return Look.WAIT;
            }
            known.put(file.path(), new Known(stamp, entries));
            return content(file, entries);
        } catch (SettingsException e) {
            return refused(e.refused());
        }
    }

    private static Look content(SettingsFolders.Found file, Entries entries) {
        return new Look(true, Optional.of(new Content(file.path(), file.name(), entries)), List.of());
    }

    private static Look refused(List<RefusedSetting> refused) {
        return new Look(true, Optional.empty(), refused);
    }

    /** By the file system's clock, or, where that is another than ours, by ours. */
    private boolean isStill(Path path, Stamp stamp) {
        Instant now = clock.instant();
        Seen last = seen.get(path);
        if (last == null || !last.stamp().equals(stamp)) {
            last = new Seen(stamp, now);
            seen.put(path, last);
        }
        Instant changed = stamp.modified().compareTo(stamp.changed()) > 0
                ? stamp.modified().toInstant()
                : stamp.changed().toInstant();
        return !last.since().plus(STILL).isAfter(now) || !changed.plus(STILL).isAfter(now);
    }

    /** Waits before files are looked at once more; an interrupt ends that and stays. */
    static void pause() {
        try {
            Thread.sleep(ROUND_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

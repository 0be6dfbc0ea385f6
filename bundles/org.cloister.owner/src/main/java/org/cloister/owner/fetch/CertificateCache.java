// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.fetch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.cloister.amd.tcb.KdsRequest;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;
import org.cloister.api.Limits;
import org.cloister.api.Problem;
import org.cloister.api.files.FolderLock;
import org.cloister.api.files.PrivateFolder;
import org.cloister.owner.OwnerCodes;

/**
 * Keeps what was fetched, a file for each request, in a private folder that processes share: readers take no lock, as
 * files are replaced as a whole; who fetches holds the folder's lock. Nothing says here that a content is right.
 */
final class CertificateCache {
    private static final int MOST_BYTES = 8 << 20;
    private static final int MOST_TEXT = 64;
    private static final String ASKED = ".asked";
    private static final Duration POLL = Duration.ofMillis(50);

    private final PrivateFolder folder;

    CertificateCache(Path path) {
        this.folder = PrivateFolder.make(path);
    }

    Optional<Bytes> read(KdsRequest request) {
        return folder.read(Fetched.fileName(request), MOST_BYTES).map(Bytes::of);
    }

    /** Puts a content in the place of an older one. */
    void write(KdsRequest request, Bytes content, Instant now) {
        folder.replace(Fetched.fileName(request), content.toArray());
        writeInstant(Fetched.fileName(request) + ASKED, now);
    }

    void remove(KdsRequest request) {
        folder.remove(Fetched.fileName(request));
        folder.remove(Fetched.fileName(request) + ASKED);
    }

    /** When the service was asked for it last. */
    Optional<Instant> asked(KdsRequest request) {
        return instant(Fetched.fileName(request) + ASKED);
    }

    /** A time that was noted; empty when there is none that can be read. */
    Optional<Instant> instant(String name) {
        try {
            return folder.read(name, MOST_TEXT)
                    .map(text -> Instant.parse(new String(text, StandardCharsets.UTF_8).strip()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    void writeInstant(String name, Instant instant) {
        folder.replace(name, instant.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Waits until nobody else fetches into this folder, and then keeps it.
     *
     * @throws CloisterException {@code fetch.busy} when it is still taken at the end of the time
     */
    FolderLock lock(FetchClock clock, Instant until, Limits limits) {
        while (true) {
            try {
                FolderLock lock = FolderLock.take(folder, CertificateCache::busy);
                folder.tidy();
                return lock;
            } catch (CloisterException e) {
                boolean taken = e.problem().code().equals(OwnerCodes.FETCH_BUSY);
                if (!taken || !clock.now().plus(POLL).isBefore(until)) {
                    throw e;
                }
                clock.pause(POLL, limits);
            }
        }
    }

    private static CloisterException busy(String holder) {
        return Problem.operation(OwnerCodes.FETCH_BUSY, "another process fetches into this cache")
                .found(holder)
                .remedy("wait for it, allow more time with --timeout, or name another folder with --cache")
                .exception();
    }
}

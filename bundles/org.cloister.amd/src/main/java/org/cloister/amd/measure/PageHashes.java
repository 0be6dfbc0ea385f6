// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.measure;

import java.util.stream.IntStream;
import org.cloister.api.Bytes;
import org.cloister.api.memory.GuestMemory;

/**
 * SHA-384 of every page of a run, by all processors where that pays: the pages do not depend on each other, only the
 * chain of their records does. A page that equals the one before it is not hashed again: most of a firmware image is
 * padding.
 */
final class PageHashes {
    /** Below so many pages handing the work out costs more than it saves. */
    private static final int WORTH_SHARING = 64;

    private PageHashes() {}

    /** The digests one after the other, {@value Sha384#SIZE} bytes each. */
    static Bytes of(Bytes pages) {
        int count = pages.length() / GuestMemory.PAGE;
        byte[] digests = new byte[count * Sha384.SIZE];
        int parts = count < WORTH_SHARING ? 1 : Runtime.getRuntime().availableProcessors();
        IntStream.range(0, parts)
                .parallel()
                .forEach(part -> hash(pages, digests, part * count / parts, (part + 1) * count / parts));
        return Bytes.of(digests);
    }

    private static void hash(Bytes pages, byte[] digests, int from, int to) {
        Sha384 sha384 = new Sha384();
        Bytes before = Bytes.EMPTY;
        for (int page = from; page < to; page++) {
            Bytes here = pages.slice(page * GuestMemory.PAGE, GuestMemory.PAGE);
            int at = page * Sha384.SIZE;
            if (here.equals(before)) {
                System.arraycopy(digests, at - Sha384.SIZE, digests, at, Sha384.SIZE);
            } else {
                sha384.digest(here, 0, GuestMemory.PAGE, digests, at);
            }
            before = here;
        }
    }
}
